using System.Globalization;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Twins.Grains.Placement;

/// <summary>
/// Gives a site grain a silo, and every other grain of the site the same one. A site that lives stays where it is; one that lives nowhere
/// goes to a silo that names it under <c>FieldSites</c>, else to one that takes all sites, by rendezvous hash: a silo that joins or leaves
/// changes nothing for the sites of the others.
/// </summary>
public sealed class SitePlacementDirector(ISiloMetadataCache metadata, IGrainFactory grains) : IPlacementDirector
{
    private const char SiteEnd = '/';

    /// <inheritdoc/>
    /// <exception cref="OrleansException">No silo may open the site's connections.</exception>
    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string site = target.GrainIdentity.Key.ToString()!.Split(SiteEnd)[0];
        ISiteOwner owner = grains.GetGrain<ISiteOwner>(site);
        SiloAddress[] compatible = context.GetCompatibleSilos(target);
        if (owner.GetGrainId() == target.GrainIdentity)
        {
            return Choose(site, compatible);
        }

        SiloAddress silo = await owner.LocateAsync();
        return compatible.Contains(silo)
            ? silo
            : throw new OrleansException($"The site \"{site}\" lives on {silo}, which cannot run {target.GrainIdentity}.");
    }

    private SiloAddress Choose(string site, SiloAddress[] compatible)
    {
        ILookup<FieldReach, SiloAddress> byReach = compatible.ToLookup(silo => FieldMetadata.Reach(metadata.GetSiloMetadata(silo), site));
        return byReach[FieldReach.Named].MaxBy(silo => Weight(site, silo))
            ?? byReach[FieldReach.All].MaxBy(silo => Weight(site, silo))
            ?? throw new OrleansException(SiteWithoutPlace.Message(site));
    }

    // The address without its generation: a silo that was restarted weighs what it weighed before.
    private static uint Weight(string site, SiloAddress silo) =>
        StableHash.ComputeHash(string.Create(CultureInfo.InvariantCulture, $"{site}|{silo.Endpoint}"));
}
