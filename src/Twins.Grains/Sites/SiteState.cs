using System.Collections.Immutable;

namespace Twins.Grains.Sites;

/// <summary>What survives of a site. Replaced as a whole, never changed in place.</summary>
[GenerateSerializer, Alias("twins.site-state"), Immutable]
public sealed record SiteState
{
    /// <summary>The last start issued to each connection's adapter, by the connection's key.</summary>
    [Id(0)]
    public ImmutableDictionary<string, long> Starts { get; init; } = ImmutableDictionary<string, long>.Empty;
}
