using System.Collections.Immutable;
using Twins.Devices;

namespace Twins.Sites;

/// <summary>
/// The one live path of a site: its twins say one-way what changed, and the feed keeps the latest state, forwards changes to the
/// processes that show them, and publishes them coalesced as news on a stream. Its key is the site's key.
/// </summary>
[Alias("twins.ISiteFeed")]
public interface ISiteFeed : IGrainWithStringKey
{
    /// <summary>A twin's change. One-way: a lost one shows as a gap in the device's sequence, and the feed then reads its snapshot.</summary>
    [OneWay]
    Task PublishAsync(DeviceChange change);

    /// <summary>Registers an observer, or renews its lease; without renewal it ends after <see cref="LiveLease.Expiry"/>.</summary>
    /// <returns>False when the site has as many observers as it takes, <see cref="LiveLease.MaxObservers"/>.</returns>
    Task<bool> SubscribeAsync(ILiveObserver observer);

    /// <summary>Ends a registration.</summary>
    Task UnsubscribeAsync(ILiveObserver observer);

    /// <summary>What the site's devices add up to now, from the live state; without connections and broker, which the site's grain adds.</summary>
    [AlwaysInterleave]
    Task<SiteOverview> GetOverviewAsync(CancellationToken cancellationToken = default);
}

/// <summary>The news of a site since the batch before: who misses one, which a gap in a device's sequence shows, reads the snapshot.</summary>
/// <param name="Site">The site's key.</param>
/// <param name="Changes">The changes, in the order in which they came; never empty.</param>
[GenerateSerializer, Alias("twins.site-changes"), Immutable]
public sealed record SiteChanges(
    [property: Id(0)] string Site,
    [property: Id(1)] ImmutableArray<DeviceChange> Changes);
