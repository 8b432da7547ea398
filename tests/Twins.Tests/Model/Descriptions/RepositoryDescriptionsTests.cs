using Twins.Adapters;
using Twins.Configuration;

namespace Twins.Tests.Model.Descriptions;

public sealed class RepositoryDescriptionsTests
{
    [Fact]
    public void Load_TheRepositorysDescriptions_HaveNoError()
    {
        var loaded = SiteConfigurationLoader.Load(RepositoryFolder.Descriptions, FieldProtocols.All);

        Assert.Equal("", string.Join(Environment.NewLine, loaded.Errors));
        Assert.NotNull(loaded.Catalog);
        Assert.All(loaded.Catalog.Sites, site => Assert.NotEmpty(site.Devices));
    }

    [Fact]
    public void Load_Twice_GivesTheSameHashes()
    {
        var first = SiteConfigurationLoader.Load(RepositoryFolder.Descriptions, FieldProtocols.All).GetCatalog();
        var second = SiteConfigurationLoader.Load(RepositoryFolder.Descriptions, FieldProtocols.All).GetCatalog();

        Assert.Equal(
            first.Sites.SelectMany(site => site.Devices).Select(device => (device.Key, device.Hash)),
            second.Sites.SelectMany(site => site.Devices).Select(device => (device.Key, device.Hash)));
    }
}
