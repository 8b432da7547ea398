using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Client.Live;

/// <summary>
/// Keeps one site live: one registration, renewed while somebody watches and for <see cref="Linger"/> after; it is the observer itself,
/// and the feed's strong reference to it keeps the registration's weak one alive.
/// </summary>
internal sealed partial class SiteWatcher(LiveFeed feed, LiveSite site, IGrainFactory grains, TimeProvider clock, ILogger logger) : ILiveObserver
{
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly SnapshotReader _reader = new(feed, site, grains, logger);
    private SiteWatch? _watch;
    private int _watchers;
    private MonotonicTime _unwatchedSince;
    private Task _ended = Task.CompletedTask;

    public LiveSite Site => site;

    /// <summary>Position at which the present watch began; <see cref="long.MaxValue"/> while there is none.</summary>
    public long WatchedSince { get; private set; } = long.MaxValue;

    /// <summary>Counts a watcher and starts watching if need be; the task completes when the first states were read or tried.</summary>
    public Task Acquire()
    {
        lock (_gate)
        {
            _watchers++;
            return (_watch ??= Start()).Ready.Task;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _watchers--;
            _unwatchedSince = MonotonicTime.Now(clock);
        }
    }

    public async Task StopAsync()
    {
        SiteWatch? watch;
        lock (_gate)
        {
            (watch, _watch) = (_watch, null);
        }

        if (watch is not null)
        {
            await watch.Cancel.CancelAsync().ConfigureAwait(false);
            await watch.Loop.ConfigureAwait(false);
            site.OnEnd();
        }
    }

    /// <inheritdoc/>
    public Task OnChangeAsync(DeviceChange change)
    {
        site.OnContact();
        if (site.FindDevice(DeviceName(change.Device)) is not { } device
            || !string.Equals(device.Definition.Hash, change.DescriptionHash, StringComparison.Ordinal))
        {
            return Task.CompletedTask;
        }

        switch (device.Offer(change))
        {
            case SequenceVerdict.Follows:
                site.OnChange();
                feed.FanOut(change, device.Definition);
                break;
            case SequenceVerdict.Gap:
                LiveMetrics.Gaps.Add(1);
                _reader.Begin(device);
                break;
        }

        return Task.CompletedTask;
    }

    private static string DeviceName(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private SiteWatch Start()
    {
        var watch = new SiteWatch();
        WatchedSince = feed.MarkStart();
        // The loop outlives the caller: it must not carry the caller's request context along.
        using (ExecutionContext.SuppressFlow())
        {
            Task before = _ended;
            watch.Loop = _ended = Task.Run(() => RunAsync(watch, before));
        }

        return watch;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever ends a renewal, the next one is tried.")]
    private async Task RunAsync(SiteWatch watch, Task before)
    {
        // One observer of a site at a time: the registration before is ended first, so that it does not end this one.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        CancellationToken cancelled = watch.Cancel.Token;
        ILiveObserver reference = grains.CreateObjectReference<ILiveObserver>(this);
        ISiteFeed source = grains.GetGrain<ISiteFeed>(site.Key);
        do
        {
            TimeSpan next = LiveLease.Renewal;
            try
            {
                if (!await source.SubscribeAsync(reference).WaitAsync(cancelled).ConfigureAwait(false))
                {
                    throw new InvalidOperationException($"The site has {LiveLease.MaxObservers} observers, one per process; it takes no more.");
                }

                site.OnContact();
                await _reader.ReadQuietAsync(cancelled).ConfigureAwait(false);
            }
            catch (Exception fault) when (!cancelled.IsCancellationRequested)
            {
                LiveMetrics.FailedRenewals.Add(1);
                LogNotWatched(fault, site.Key, LiveLease.Retry);
                next = LiveLease.Retry;
            }
            catch (OperationCanceledException)
            {
                // The feed is being disposed: the loop's condition ends it.
            }

            watch.Ready.TrySetResult();
            await Task.Delay(next, clock, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!cancelled.IsCancellationRequested && !TryEnd());

        await EndAsync(source, reference).ConfigureAwait(false);
    }

    private bool TryEnd()
    {
        lock (_gate)
        {
            bool end = _watchers == 0 && _unwatchedSince.Elapsed(clock) >= Linger;
            if (end)
            {
                // Under the lock: who watches from now on starts again, and is not told afterwards that the site is not live.
                site.OnEnd();
                WatchedSince = long.MaxValue;
                _watch = null;
            }

            return end;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A registration that could not be ended expires by itself.")]
    private async Task EndAsync(ISiteFeed source, ILiveObserver reference)
    {
        try
        {
            await source.UnsubscribeAsync(reference).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            LiveMetrics.FailedRenewals.Add(1);
            LogNotEnded(site.Key, fault.Message);
        }

        grains.DeleteObjectReference<ILiveObserver>(reference);
    }

    [LoggerMessage(LogLevel.Warning, "Site {Site} cannot be watched; its values show as not live, next attempt in {Delay}")]
    private partial void LogNotWatched(Exception fault, string site, TimeSpan delay);

    [LoggerMessage(LogLevel.Information, "The registration at site {Site} was not ended in order and expires by itself: {Reason}")]
    private partial void LogNotEnded(string site, string reason);

    /// <summary>One stretch of watching, from the first watcher to the end of the linger time.</summary>
    private sealed class SiteWatch
    {
        public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenSource Cancel { get; } = new();

        public Task Loop { get; set; } = Task.CompletedTask;
    }
}
