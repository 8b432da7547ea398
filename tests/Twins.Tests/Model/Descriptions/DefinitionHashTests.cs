using Twins.Sites;

namespace Twins.Tests.Model.Descriptions;

public sealed class DefinitionHashTests
{
    private static readonly string Original = Hash();

    [Fact]
    public void Hash_OfTheSample_IsTheOneThatWasStored() => Assert.Equal("291d5dafc7887299", Original);

    [Fact]
    public void Hash_AfterCommentsQuotesAndOrder_IsTheSame()
    {
        var type = "# a comment\n" + SampleFiles.Type.Replace("about: Charge, formerKeys: [soc]", "formerKeys: [\"soc\"], about: 'Charge'", StringComparison.Ordinal);

        Assert.Equal(Original, Hash(type: type));
    }

    [Theory]
    [InlineData("scale: 0.1", "scale: 0.01")]
    [InlineData("version: 1", "version: 2")]
    public void Hash_AfterAChangeOfTheDevice_Differs(string text, string replacement) =>
        Assert.NotEqual(Original, Hash(device: SampleFiles.Device.Replace(text, replacement, StringComparison.Ordinal)), StringComparer.Ordinal);

    [Fact]
    public void Hash_AfterAnotherOrderOfPoints_Differs()
    {
        var lines = SampleFiles.Type.Split('\n');
        (lines[11], lines[12]) = (lines[12], lines[11]);

        Assert.NotEqual(Original, Hash(type: string.Join('\n', lines)), StringComparer.Ordinal);
    }

    [Fact]
    public void Hash_AfterAnotherCount_Differs() =>
        Assert.NotEqual(Original, Hash(site: SampleFiles.Site.Replace("modules: 2", "modules: 3", StringComparison.Ordinal)), StringComparer.Ordinal);

    [Fact]
    public void Hash_AfterAChangeOfTheSiteOnly_IsTheSame() =>
        Assert.Equal(Original, Hash(site: SampleFiles.Site.Replace("0.4 kW", "0.5 kW", StringComparison.Ordinal)));

    private static string Hash(string type = SampleFiles.Type, string device = SampleFiles.Device, string site = SampleFiles.Site) =>
        SampleFiles.Load(type, device, site).GetCatalog().FindDevice(new DeviceKey("lab", "battery-1"))!.Hash;
}
