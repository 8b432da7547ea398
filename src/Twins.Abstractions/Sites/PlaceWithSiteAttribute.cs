using Orleans.Placement;

namespace Twins.Sites;

/// <summary>
/// A grain class of one site: its key is the site's key, or begins with it and a slash. All grains of a site run on one silo, beside the
/// site grain, so that calls within a site are local; the site grain runs where the site's field connections may be opened
/// (<c>FieldSites</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlaceWithSiteAttribute() : PlacementAttribute(new SitePlacement());
