using System.Collections.Frozen;

namespace Twins.Adapters;

/// <summary>The sites whose field connections this process may open (configuration <c>FieldSites</c>): adapters run where the field is.</summary>
public sealed class FieldSites
{
    private readonly FrozenSet<string>? _sites;

    /// <summary>Lists the sites; null stands for all, as on a machine that has its whole configuration to itself.</summary>
    public FieldSites(IEnumerable<string>? sites = null) => _sites = sites?.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether this process may open connections of a site.</summary>
    public bool Includes(string site) => _sites?.Contains(site) ?? true;
}
