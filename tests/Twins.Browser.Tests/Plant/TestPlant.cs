using Twins.Adapters;
using System.Collections.Immutable;
using Twins.Devices;
using Twins.Sites;
using Twins.Configuration;
using Twins.Testing.Grains;

namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>The described sites with grains that a test moves: what the console sees, without an engine and without a field.</summary>
public sealed class TestPlant : ScriptedGrainFactory
{
    private readonly ImmutableDictionary<string, PlantSite> _sites;

    public TestPlant()
    {
        Catalog = SiteConfigurationLoader.Load(Path.Combine(AppContext.BaseDirectory, "silo-config"), FieldProtocols.All).GetCatalog();
        _sites = Catalog.Sites.ToImmutableDictionary(site => site.Description.Key, site => new PlantSite(site, Clock), StringComparer.Ordinal);
    }

    public SiteCatalog Catalog { get; }

    public ShiftedClock Clock { get; } = new();

    public PlantSite this[string site] => _sites[site];

    public IEnumerable<PlantSite> Sites => Catalog.Sites.Select(site => _sites[site.Description.Key]);

    public override TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
    {
        object grain = typeof(TGrainInterface) == typeof(IDeviceTwin) ? Device(DeviceKey.Parse(primaryKey))
            : typeof(TGrainInterface) == typeof(ISite) || typeof(TGrainInterface) == typeof(ISiteFeed) ? _sites[primaryKey]
            : throw new ArgumentException($"The plant has no grain of {typeof(TGrainInterface).Name}.", nameof(primaryKey));
        return (TGrainInterface)grain;
    }

    public PlantDevice Device(DeviceKey key) => _sites[key.Site][key.Device];
}
