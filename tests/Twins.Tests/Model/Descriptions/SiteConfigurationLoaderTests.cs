using Twins.Adapters.Modbus;
using Twins.Adapters;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Tests.Model.Descriptions;

public sealed class SiteConfigurationLoaderTests
{
    [Fact]
    public void Load_AFolderThatIsNotThere_NamesEachMissingFolder()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var errors = SiteConfigurationLoader.Load(folder, FieldProtocols.All).Errors.Select(error => error.ToString());

        Assert.Equal(
            new[] { "devices", "sites", "types" }.Select(kind =>
                $"{kind}:1:1: the folder '{Path.Combine(folder, kind)}' does not exist — create it, or name the folder of the descriptions"),
            errors, StringComparer.Ordinal);
    }

    [Fact]
    public void Load_AFileOfAnotherKind_SaysWhatToDo()
    {
        var folder = Directory.CreateTempSubdirectory();
        foreach (var kind in new[] { "types", "devices", "sites" })
        {
            folder.CreateSubdirectory(kind);
        }

        File.WriteAllText(Path.Combine(folder.FullName, "types", "battery.yml"), SampleFiles.Type);
        var errors = string.Join('\n', SiteConfigurationLoader.Load(folder.FullName, FieldProtocols.All).Errors);
        folder.Delete(recursive: true);

        Assert.Equal("types/battery.yml:1:1: 'battery.yml' is no description — name it .yaml, or move it elsewhere", errors);
    }

    [Fact]
    public void Load_ErrorsInSeveralFiles_ShowsAllByFileAndLine()
    {
        var errors = SampleFiles.Load(
            SampleFiles.Type.Replace("deadband: 5", "deadband: five", StringComparison.Ordinal),
            SampleFiles.Device.Replace("Acme", "5", StringComparison.Ordinal),
            SampleFiles.Site.Replace("unitId: 2", "unitId: 256", StringComparison.Ordinal)).Errors;

        Assert.Equal(["devices/acme.yaml:4", "sites/lab.yaml:9", "types/battery.yaml:9"], errors.Select(error => $"{error.File}:{error.Line}"), StringComparer.Ordinal);
    }

    [Fact]
    public void Load_AnEmptyConfiguration_IsAnEmptyCatalog() => Assert.Empty(SiteConfigurationLoader.Load([], FieldProtocols.All).GetCatalog().Sites);

    [Fact]
    public void GetCatalog_WithErrors_ThrowsAllOfThem()
    {
        var loaded = SampleFiles.Load(site: SampleFiles.Site.Replace("unitId: 2", "unitId: 256, colour: red", StringComparison.Ordinal));

        var exception = Assert.Throws<DescriptionException>(loaded.GetCatalog);

        Assert.Equal(string.Join(Environment.NewLine, loaded.Errors), exception.Message);
        Assert.Equal(2, exception.Errors.Length);
    }

    [Fact]
    public void Load_MoreErrorsThanAreKept_SaysHowManyFollow()
    {
        var points = string.Join('\n', Enumerable.Range(0, 600).Select(index => $"  - {{key: point{index}}}"));

        var errors = SampleFiles.Load(type: $"type: battery\nversion: 1\ntitle: Battery\npoints:\n{points}\n").Errors;

        Assert.Equal(501, errors.Length);
        Assert.Equal("700 more errors follow", errors[^1].Message);
    }

    [Fact]
    public void Load_TheSample_BuildsWhatItSays()
    {
        var device = SampleFiles.Load().GetCatalog().FindDevice(new DeviceKey("lab", "battery-1"))!;

        Assert.Equal("battery-1", device.Entry.Title);
        Assert.Equal(400, device.Entry.Ratings["maxChargePower"]);
        var modbus = Assert.IsType<ModbusDescription>(device.Description.Protocol);
        Assert.Equal(new Twins.Points.NumberRange(-500, 500), modbus.Writes[0].Limits);
        Assert.Equal(0xFFFFUL, modbus.Points[1].NotAvailable);
        Assert.Equal(
            ["activePower", "powerSetpoint", "stateOfCharge", "mode", "name", "modules.1.voltage", "modules.2.voltage"],
            device.Points.Select(point => point.Key), StringComparer.Ordinal);
    }
}
