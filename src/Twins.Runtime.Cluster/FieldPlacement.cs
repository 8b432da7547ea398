namespace Twins.Runtime;

/// <summary>Places a grain on a silo at the field of its site; see <see cref="FieldPlacementDirector"/>.</summary>
[GenerateSerializer]
[Alias("twins.FieldPlacement")]
[Immutable]
[SuppressReferenceTracking]
public sealed class FieldPlacement : PlacementStrategy;
