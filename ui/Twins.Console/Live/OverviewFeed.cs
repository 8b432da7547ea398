using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Twins.Sites;

namespace Twins.OperatorConsole.Live;

/// <summary>
/// The overviews of the sites that somebody looks at, read once a second per site and process, however many browsers show them.
/// </summary>
public sealed class OverviewFeed(IGrainFactory grains, TimeProvider clock, ILogger<OverviewFeed> log)
{
    private readonly ConcurrentDictionary<string, SiteOverviewWatch> _watches = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Looks at a site until the handle is disposed.</summary>
    public OverviewHandle Watch(string site)
    {
        lock (_gate)
        {
            var watch = _watches.GetOrAdd(site, key => new SiteOverviewWatch(grains.GetGrain<ISite>(key), key, clock, log));
            watch.Viewers++;
            return new OverviewHandle(watch, () => Release(site, watch));
        }
    }

    private void Release(string site, SiteOverviewWatch watch)
    {
        lock (_gate)
        {
            if (--watch.Viewers == 0)
            {
                _watches.TryRemove(site, out _);
                watch.Dispose();
            }
        }
    }
}

/// <summary>One viewer's hold on a site's overview.</summary>
public sealed class OverviewHandle(SiteOverviewWatch watch, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>The last overview and how the reading of it goes.</summary>
    public SiteOverviewState State => watch.State;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
