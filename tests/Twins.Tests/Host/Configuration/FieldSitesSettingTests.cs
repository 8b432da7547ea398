using Microsoft.Extensions.Configuration;
using Twins.Hosting.Configuration;
using Twins.Tests.Api.Scripted;

namespace Twins.Tests.Host.Configuration;

public sealed class FieldSitesSettingTests
{
    [Fact]
    public void Read_NothingConfigured_IsEmptyForAll() => Assert.Empty(FieldSitesSetting.Read(Configured(), TestSites.Catalog));

    [Fact]
    public void Read_OneConfigured_IsThatSite() => Assert.Equal(["harbour"], FieldSitesSetting.Read(Configured("harbour"), TestSites.Catalog));

    [Fact]
    public void Read_Unknown_IsRefusedAndNamesTheKnown()
    {
        var message = Assert.Throws<BadInputException>(() => FieldSitesSetting.Read(Configured("harbor"), TestSites.Catalog)).Message;

        Assert.Contains("'harbor'", message, StringComparison.Ordinal);
        Assert.Contains("harbour", message, StringComparison.Ordinal);
    }

    private static IConfiguration Configured(params string[] sites) => new ConfigurationBuilder()
        .AddInMemoryCollection(sites.Select((site, index) => KeyValuePair.Create($"FieldSites:{index}", (string?)site)))
        .Build();
}
