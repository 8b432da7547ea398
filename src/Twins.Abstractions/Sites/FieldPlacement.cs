namespace Twins.Sites;

/// <summary>Places a grain on a silo at the field of its site.</summary>
[GenerateSerializer]
[Alias("twins.FieldPlacement")]
[Immutable]
[SuppressReferenceTracking]
public sealed class FieldPlacement : PlacementStrategy;
