namespace Twins.Sites;

/// <summary>Places a grain beside its site's grain.</summary>
[GenerateSerializer]
[Alias("twins.SitePlacement")]
[Immutable]
[SuppressReferenceTracking]
public sealed class SitePlacement : PlacementStrategy;
