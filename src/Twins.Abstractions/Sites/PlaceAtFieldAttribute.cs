using Orleans.Placement;

namespace Twins.Sites;

/// <summary>
/// A grain class that opens connections of a site (the part of its key before the first slash), and so runs in a process whose configuration
/// lists that site under <c>FieldSites</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlaceAtFieldAttribute() : PlacementAttribute(new FieldPlacement());
