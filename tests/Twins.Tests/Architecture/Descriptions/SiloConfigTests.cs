using Twins.Adapters;
using Twins.Tests.Architecture.Repository;
using Twins.Configuration;

namespace Twins.Tests.Architecture.Descriptions;

public sealed class SiloConfigTests
{
    [Fact]
    public void Descriptions_OfTheRepository_AreAllLoaded()
    {
        var loaded = SiteConfigurationLoader.Load(Path.Combine(RepositoryFiles.Root, "silo-config"), FieldProtocols.All);

        Assert.Empty(loaded.Errors);
        var known = loaded.Types.Select(type => $"silo-config/types/{type.Key}.yaml")
            .Concat(loaded.Devices.Select(device => $"silo-config/devices/{device.Key}.yaml"))
            .Concat(loaded.Catalog!.Sites.Select(site => $"silo-config/sites/{site.Description.Key}.yaml"))
            .ToHashSet(StringComparer.Ordinal);
        Offenders.None(
            "Descriptions that nothing loads:",
            RepositoryFiles.All(".yaml").Where(file => file.StartsWith("silo-config/", StringComparison.Ordinal) && !known.Contains(file)));
    }
}
