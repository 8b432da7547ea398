namespace Twins.Grains.Sites;

/// <summary>What survives of a site. Replaced as a whole, never changed in place.</summary>
[GenerateSerializer, Alias("twins.site-state"), Immutable]
public sealed record SiteState
{
    /// <summary>
    /// Starts of the site's adapters up to this one may have been issued: the next activation of the site issues greater ones. Reserved in
    /// blocks, so that a site of thousands of connections does not write for each.
    /// </summary>
    [Id(1)]
    public long ReservedStarts { get; init; }
}
