using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Twins.Sites;

/// <summary>The sites that a process has loaded, with every device's definition. Immutable: a reload makes a new one.</summary>
public sealed class SiteCatalog
{
    private readonly FrozenDictionary<string, SiteConfiguration> _sites;

    /// <summary>Makes a catalog of checked sites.</summary>
    public SiteCatalog(IEnumerable<SiteConfiguration> sites)
    {
        Sites = [.. sites.OrderBy(site => site.Description.Key, StringComparer.Ordinal)];
        _sites = Sites.ToFrozenDictionary(site => site.Description.Key, StringComparer.Ordinal);
    }

    /// <summary>The sites, ordered by key.</summary>
    public ImmutableArray<SiteConfiguration> Sites { get; }

    /// <summary>The site of a key; null when there is none.</summary>
    public SiteConfiguration? FindSite(string site) => _sites.GetValueOrDefault(site);

    /// <summary>The device of a key; null when there is none.</summary>
    public TwinDefinition? FindDevice(DeviceKey device) => FindSite(device.Site)?.FindDevice(device.Device);
}

/// <summary>One loaded site with its devices' definitions.</summary>
public sealed class SiteConfiguration
{
    private readonly FrozenDictionary<string, TwinDefinition> _devices;

    /// <summary>Joins a site with its devices' definitions.</summary>
    public SiteConfiguration(SiteDescription description, ImmutableArray<TwinDefinition> devices)
    {
        Description = description;
        Devices = devices;
        _devices = devices.ToFrozenDictionary(device => device.Key.Device, StringComparer.Ordinal);
    }

    /// <summary>The site as described.</summary>
    public SiteDescription Description { get; }

    /// <summary>The devices, in the order of the file.</summary>
    public ImmutableArray<TwinDefinition> Devices { get; }

    /// <summary>The device of a key within the site; null when there is none.</summary>
    public TwinDefinition? FindDevice(string device) => _devices.GetValueOrDefault(device);
}
