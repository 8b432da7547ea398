using Twins.Adapters;
using Twins.Configuration;
using Twins.Sites;
using Twins.Testing.Platform;

namespace Twins.Tests.Simulator;

/// <summary>The repository's own descriptions: what the simulator is held against.</summary>
internal static class DescribedSites
{
    public static LoadedConfiguration Configuration { get; } = SiteConfigurationLoader.Load(Repository.SiloConfig, FieldProtocols.All);

    public static SiteConfiguration Site(string key) =>
        Configuration.GetCatalog().FindSite(key) ?? throw new ArgumentException($"No site '{key}'.", nameof(key));

    /// <summary>Any device of any site that follows a device description.</summary>
    public static TwinDefinition DeviceOf(string description) =>
        Configuration.GetCatalog().Sites.SelectMany(site => site.Devices).First(device => device.Description.Key == description);
}
