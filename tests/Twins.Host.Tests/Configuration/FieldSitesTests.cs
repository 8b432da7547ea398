using Microsoft.Extensions.Configuration;
using Twins.Hosting.Configuration;
using Twins.Hosting.Tests.Api.Scripted;

namespace Twins.Hosting.Tests.Configuration;

public sealed class FieldSitesTests
{
    [Fact]
    public void Select_NothingConfigured_IsEverySite() => Assert.Same(TestSites.Catalog, FieldSites.Select(TestSites.Catalog, Configured()));

    [Fact]
    public void Select_OneConfigured_IsThatSite() =>
        Assert.Equal("harbour", Assert.Single(FieldSites.Select(TestSites.Catalog, Configured("harbour", "harbour")).Sites).Description.Key);

    [Fact]
    public void Select_Unknown_IsRefusedAndNamesTheKnown()
    {
        var message = Assert.Throws<BadInputException>(() => FieldSites.Select(TestSites.Catalog, Configured("harbor"))).Message;

        Assert.Contains("'harbor'", message, StringComparison.Ordinal);
        Assert.Contains("harbour", message, StringComparison.Ordinal);
    }

    private static IConfiguration Configured(params string[] sites) => new ConfigurationBuilder()
        .AddInMemoryCollection(sites.Select((site, index) => KeyValuePair.Create($"FieldSites:{index}", (string?)site)))
        .Build();
}
