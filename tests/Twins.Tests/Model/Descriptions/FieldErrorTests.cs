namespace Twins.Tests.Model.Descriptions;

/// <summary>Fields that are unknown, missing or of another shape. Every error is asserted with its place, its text and its fix.</summary>
public sealed class FieldErrorTests
{
    [Fact]
    public void Load_AnUnknownField_ProposesTheNearest() => Assert.Equal(
        "types/battery.yaml:9:91: a point has no field 'deadbnd' — did you mean 'deadband'?",
        SampleFiles.ErrorsAfter("types", "deadband: 5", "deadbnd: 5"));

    [Fact]
    public void Load_AnUnknownFieldUnlikeAny_ListsTheFields() => Assert.Equal(
        "sites/lab.yaml:19:10: a set of limits has no field 'colour' — one of: gridImport, gridExport",
        SampleFiles.ErrorsAfter("sites", "limits: {gridImport", "limits: {colour: red, gridImport"));

    [Fact]
    public void Load_AFieldTwice_NamesTheFirst() => Assert.Equal(
        "types/battery.yaml:4:1: 'title' is given twice, first in line 3 — keep one of them",
        SampleFiles.ErrorsAfter("types", "title: Battery", "title: Battery\ntitle: Again"));

    [Fact]
    public void Load_AMissingField_SaysWhatToAdd() => Assert.Equal(
        "sites/lab.yaml:1:1: a site needs 'title' — add 'title': a text",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory\n", ""));

    [Fact]
    public void Load_ATextForANumber_SaysWhatIsExpected() => Assert.Equal(
        "sites/lab.yaml:9:63: 'two' does not fit here — write a whole number, 0 to 255",
        SampleFiles.ErrorsAfter("sites", "unitId: 2", "unitId: two"));

    [Fact]
    public void Load_AQuotedNumber_AsksForItWithoutQuotes() => Assert.Equal(
        "sites/lab.yaml:9:63: \"2\" is not a whole number, 0 to 255 — write 2 without quotes",
        SampleFiles.ErrorsAfter("sites", "unitId: 2", "unitId: \"2\""));

    [Fact]
    public void Load_ANumberForAText_AsksForQuotes() => Assert.Equal(
        "sites/lab.yaml:2:8: '5' is not a text — put it in quotes: \"5\"",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title: 5"));

    [Fact]
    public void Load_AFlagForAText_AsksForQuotes() => Assert.Equal(
        "sites/lab.yaml:2:8: 'true' is not a text — put it in quotes: \"true\"",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title: true"));

    [Fact]
    public void Load_NothingForAText_SaysSo() => Assert.Equal(
        "sites/lab.yaml:2:7: a value is missing — write a text",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title:"));

    [Fact]
    public void Load_ATextForAFlag_SaysWhatIsExpected() => Assert.Equal(
        "sites/lab.yaml:12:58: 'yes' does not fit here — write true or false",
        SampleFiles.ErrorsAfter("sites", "grid: true", "grid: yes"));

    [Fact]
    public void Load_AWholeNumberOutOfBounds_NamesTheBounds() => Assert.Equal(
        "sites/lab.yaml:9:63: '256' does not fit here — write a whole number, 0 to 255",
        SampleFiles.ErrorsAfter("sites", "unitId: 2", "unitId: 256"));

    [Fact]
    public void Load_AFractionForAWholeNumber_SaysWhatIsExpected() => Assert.Equal(
        "sites/lab.yaml:9:63: '2.5' does not fit here — write a whole number, 0 to 255",
        SampleFiles.ErrorsAfter("sites", "unitId: 2", "unitId: 2.5"));

    [Fact]
    public void Load_ANegativeDeadband_NamesTheBound() => Assert.Equal(
        "types/battery.yaml:9:101: '-5' does not fit here — write a number, at least 0",
        SampleFiles.ErrorsAfter("types", "deadband: 5", "deadband: -5"));

    [Fact]
    public void Load_AListForAMapping_SaysWhatIsExpected() => Assert.Equal(
        "sites/lab.yaml:19:9: a list does not fit here — write a set of limits {gridImport, gridExport}",
        SampleFiles.ErrorsAfter("sites", "limits: {gridImport: 250 W}", "limits: [250 W]"));

    [Fact]
    public void Load_AMappingForAList_SaysWhatIsExpected() => Assert.Equal(
        "types/battery.yaml:4:15: a mapping does not fit here — write a list of capabilities such as storage",
        SampleFiles.ErrorsAfter("types", "capabilities: [storage, activePowerControl]", "capabilities: {storage: true}"));

    [Fact]
    public void Load_AKeyThatIsNoCamelCase_ProposesTheSpelling() => Assert.Equal(
        "types/battery.yaml:9:11: 'Active_Power' is not a lowerCamelCase key such as stateOfCharge — did you mean 'activePower'?",
        SampleFiles.ErrorsAfter("types", "key: activePower,", "key: Active_Power,"));

    [Fact]
    public void Load_AKeyThatIsNoKebabCase_ProposesTheSpelling() => Assert.Equal(
        "sites/lab.yaml:9:11: 'Battery_2' is not a kebab-case key such as funchal-port — did you mean 'battery-2'?",
        SampleFiles.ErrorsAfter("sites", "key: battery-2", "key: Battery_2"));

    [Fact]
    public void Load_AnotherKeyThanTheFileName_IsAnError() => Assert.Equal(
        "sites/lab.yaml:1:7: 'laboratory' stands in the file 'lab.yaml' — name the file 'laboratory.yaml', or write 'site: lab'",
        SampleFiles.ErrorsAfter("sites", "site: lab", "site: laboratory"));

    [Fact]
    public void Load_TwoErrorsInAFile_ShowsBoth() => Assert.Equal(
        "sites/lab.yaml:9:63: '256' does not fit here — write a whole number, 0 to 255\n" +
        "sites/lab.yaml:9:68: a device has no field 'colour' — one of: key, title, device, connection, unitId, topicName, counts, ratings, buses, role",
        SampleFiles.ErrorsAfter("sites", "unitId: 2", "unitId: 256, colour: red"));
}
