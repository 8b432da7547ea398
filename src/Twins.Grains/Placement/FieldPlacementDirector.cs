using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Twins.Grains.Placement;

/// <summary>
/// Chooses, among the silos that may open the connections of a grain's site, always the same one as long as they stay the same, so that a
/// site's adapters share a process.
/// </summary>
public sealed class FieldPlacementDirector(ISiloMetadataCache metadata) : IPlacementDirector
{
    private const char SiteEnd = '/';

    /// <inheritdoc/>
    /// <exception cref="OrleansException">No silo may open the site's connections.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var site = target.GrainIdentity.Key.ToString()!.Split(SiteEnd)[0];
        var atField = context.GetCompatibleSilos(target)
            .Where(silo => FieldMetadata.Allows(metadata.GetSiloMetadata(silo), site))
            .Order()
            .ToArray();
        return atField.Length == 0
            ? throw new OrleansException($"{target.GrainIdentity} has no place: no process lists the site \"{site}\" under FieldSites.")
            : Task.FromResult(atField[StableHash.ComputeHash(site) % (uint)atField.Length]);
    }
}
