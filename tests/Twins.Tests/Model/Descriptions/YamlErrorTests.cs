namespace Twins.Tests.Model.Descriptions;

/// <summary>Files that are no plain YAML data. Every error is asserted with its place, its text and its fix.</summary>
public sealed class YamlErrorTests
{
    [Fact]
    public void Load_AnUnclosedBrace_PointsAtIt() => Assert.Equal(
        "types/battery.yaml:3:8: not readable as YAML: a bracket or brace does not close — look at indentation, colons, quotes and brackets near here",
        SampleFiles.ErrorsAfter("types", "title: Battery", "title: {Battery"));

    [Fact]
    public void Load_ATab_PointsAtIt() => Assert.Equal(
        "types/battery.yaml:2:10: not readable as YAML: While scanning a plain scalar, found a tab character that violate indentation — look at indentation, colons, quotes and brackets near here",
        SampleFiles.ErrorsAfter("types", "title: Battery", "\ttitle: Battery"));

    [Fact]
    public void Load_AnEmptyFile_SaysSo() => Assert.Equal(
        "sites/lab.yaml:1:1: the file is empty — write a description, or delete the file",
        SampleFiles.ErrorsAfter("sites", SampleFiles.Site, ""));

    [Fact]
    public void Load_AListAtTheRoot_SaysWhatIsExpected() => Assert.Equal(
        "sites/lab.yaml:1:1: a list does not fit here — write a site {site, title, connections, devices, …}",
        SampleFiles.ErrorsAfter("sites", SampleFiles.Site, "[site, lab]\n"));

    [Fact]
    public void Load_ASecondDocument_IsAnError() => Assert.Equal(
        "sites/lab.yaml:20:1: a second document begins — one description to a file: move it into its own",
        SampleFiles.ErrorsAfter("sites", "limits: {gridImport: 250 W}", "limits: {gridImport: 250 W}\n---\nsite: other"));

    [Fact]
    public void Load_AnAnchor_IsAnError() => Assert.Equal(
        "sites/lab.yaml:2:8: '&name' is an anchor; descriptions are plain data — write the value out",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title: &name Laboratory"));

    [Fact]
    public void Load_AnAlias_IsAnError() => Assert.Equal(
        "sites/lab.yaml:2:8: '*name' is an alias; descriptions are plain data — write the value out",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title: *name"));

    [Fact]
    public void Load_ATag_IsAnError() => Assert.Equal(
        "sites/lab.yaml:2:8: 'tag:yaml.org,2002:str' is a tag; descriptions are plain data — write the value out",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title: !!str Laboratory"));

    [Fact]
    public void Load_AMappingAsKey_IsAnError() => Assert.Equal(
        "sites/lab.yaml:3:3: a mapping stands where a key is expected — write a name followed by a colon",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title: Laboratory\n? {a: b}\n: c"));

    [Fact]
    public void Load_DeepNesting_IsAnError() => Assert.Equal(
        "sites/lab.yaml:2:23: not readable as YAML: nested deeper than 16 levels — look at indentation, colons, quotes and brackets near here",
        SampleFiles.ErrorsAfter("sites", "title: Laboratory", "title: [[[[[[[[[[[[[[[[[deep]]]]]]]]]]]]]]]]]"));
}
