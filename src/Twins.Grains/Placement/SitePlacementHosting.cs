using Orleans.Runtime.MembershipService.SiloMetadata;
using Twins.Sites;

namespace Twins.Grains.Placement;

/// <summary>Adds placement by site to a silo.</summary>
public static class SitePlacementHosting
{
    /// <summary>Places all grains of a site beside its site grain.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="fieldSites">The sites whose connections it may open; all where empty.</param>
    public static ISiloBuilder AddSitePlacement(this ISiloBuilder silo, IReadOnlyCollection<string> fieldSites)
    {
        silo.UseSiloMetadata(FieldMetadata.Of(fieldSites));
        silo.AddPlacementDirector<SitePlacement, SitePlacementDirector>();
        return silo;
    }
}
