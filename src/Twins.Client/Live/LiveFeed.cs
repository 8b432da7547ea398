using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Client.Live;

/// <summary>
/// The live state of the sites in this process, one per process (DESIGN section 6): API and console read here, and never touch the
/// grains' streams. A watched site costs one observer registration however many people look at it. Safe for concurrent use.
/// </summary>
public sealed class LiveFeed : IAsyncDisposable
{
    /// <summary>Default capacity of a subscription.</summary>
    public const int DefaultCapacity = 1024;

    private readonly Lock _gate = new();
    private readonly FrozenDictionary<string, SiteWatcher> _watchers;
    private readonly LiveHistory _history = new();
    private ImmutableArray<LiveSubscription> _subscriptions = [];

    /// <summary>Makes the feed; nothing is watched yet.</summary>
    public LiveFeed(IGrainFactory grains, SiteCatalog catalog, TimeProvider clock, ILogger<LiveFeed> logger)
    {
        _watchers = catalog.Sites.ToFrozenDictionary(
            site => site.Description.Key,
            site => new SiteWatcher(this, new LiveSite(site, clock), grains, clock, logger),
            StringComparer.Ordinal);
        Sites = [.. catalog.Sites.Select(site => _watchers[site.Description.Key].Site)];
    }

    /// <summary>Tells this process' feed from every other: positions count within it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>All sites, ordered by key; a site's state is live while it is watched.</summary>
    public ImmutableArray<LiveSite> Sites { get; }

    /// <summary>The site of a key; null when there is none.</summary>
    public LiveSite? FindSite(string site) => _watchers.GetValueOrDefault(site)?.Site;

    /// <summary>The device of a key; null when there is none.</summary>
    public LiveDevice? FindDevice(DeviceKey device) => FindSite(device.Site)?.FindDevice(device.Device);

    /// <summary>
    /// Makes a site live, or keeps it so, until the watch is disposed; the site then stays live for a while, so that a change of pages
    /// keeps its trends. Completes when the devices' states were read for the first time, or could not be: see <see cref="LiveDevice.IsLive"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such site.</exception>
    public async Task<LiveWatch> WatchAsync(string site, CancellationToken cancellationToken = default)
    {
        if (!_watchers.TryGetValue(site, out SiteWatcher? watcher))
        {
            throw new ArgumentException($"There is no site '{site}'.", nameof(site));
        }

        Task ready = watcher.Acquire();
        try
        {
            await ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            watcher.Release();
            throw;
        }

        return new LiveWatch(watcher, watcher.Site);
    }

    /// <summary>
    /// Watches the sites that a filter covers and queues their changes from now on, at most <paramref name="capacity"/> of them:
    /// beyond that the oldest are dropped and counted.
    /// </summary>
    /// <param name="filter">Which changes.</param>
    /// <param name="capacity">How many may wait.</param>
    /// <param name="after">
    /// The last position that the reader has seen; null when it has seen none. When everything since then is at hand the changes begin right
    /// after it, and <see cref="LiveSubscription.Resumed"/> says so.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting for the sites' first states.</param>
    /// <exception cref="ArgumentException">The filter names a site that does not exist.</exception>
    public async Task<LiveSubscription> SubscribeAsync(
        LiveFilter filter, int capacity = DefaultCapacity, long? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ImmutableArray<string> sites = filter.Site is { } site ? [site] : [.. Sites.Select(live => live.Key)];
        var subscription = new LiveSubscription(this, filter, capacity);
        try
        {
            foreach (string key in sites)
            {
                subscription.Keep(await WatchAsync(key, cancellationToken).ConfigureAwait(false));
            }
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        lock (_gate)
        {
            bool resumes = after is { } position && _history.Reaches(position) && sites.All(key => _watchers[key].WatchedSince <= position);
            subscription.Begin(_history.Position, resumes ? _history.After(after!.Value) : null);
            _subscriptions = _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Ends all watching.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (SiteWatcher watcher in _watchers.Values)
        {
            await watcher.StopAsync().ConfigureAwait(false);
        }
    }

    internal void Remove(LiveSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }

    /// <summary>A site's watch begins: a reader of before has missed what came in between.</summary>
    internal long MarkStart()
    {
        lock (_gate)
        {
            return _history.Mark();
        }
    }

    internal void FanOut(DeviceChange change, TwinDefinition definition)
    {
        lock (_gate)
        {
            LiveChange numbered = _history.Add(change, definition);
            foreach (LiveSubscription subscription in _subscriptions)
            {
                subscription.Offer(numbered, definition);
            }
        }
    }
}
