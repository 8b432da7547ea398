using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Grains.Sites;

/// <summary>
/// The live state of a site, and where its changes go: one-way to the registered processes, at once; coalesced to the stream of news. What a
/// lost call leaves out is read from the twin's snapshot.
/// </summary>
[PlaceWithSite]
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Hints: what fails is counted and logged, and the snapshot stands.")]
public sealed partial class SiteFeed(SiteCatalog catalog, TimeProvider clock, ILogger<SiteFeed> logger) : Grain, ISiteFeed
{
    /// <summary>How long changes are gathered for the stream: a batch of a hundred costs little more than one event.</summary>
    private static readonly TimeSpan NewsPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>Changes that wait for the stream; beyond it the oldest are dropped, which their devices' sequences show.</summary>
    private const int MaxPendingNews = 8_192;

    /// <summary>Changes in one event of the stream, which refuses events of more than 1 MiB: a change of 27 readings takes about 1 kB.</summary>
    private const int MaxChangesPerEvent = 250;

    private const int MaxReadsAtOnce = 16;

    /// <summary>How long an overview waits for twins that are being read; it then shows what is known.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private readonly ObserverLeases<ILiveObserver> _observers = new(LiveLease.Expiry, LiveLease.MaxObservers, clock);
    private readonly Queue<DeviceChange> _news = new();
    private readonly Queue<DeviceLiveState> _toRead = new();
    private readonly HashSet<DeviceLiveState> _unread = [];
    private ImmutableArray<DeviceLiveState> _devices = [];
    private FrozenDictionary<string, DeviceLiveState> _byKey = FrozenDictionary<string, DeviceLiveState>.Empty;
    private IAsyncStream<SiteChanges>? _stream;
    private IGrainTimer? _newsTimer;
    private Task _reading = Task.CompletedTask;
    private bool _newsDue;

    private string Key => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (catalog.FindSite(Key) is { } site)
        {
            _devices = [.. site.Devices.Select(device => new DeviceLiveState(device))];
            _byKey = _devices.ToFrozenDictionary(device => device.Definition.Key.ToString(), StringComparer.Ordinal);
            foreach (DeviceLiveState device in _devices)
            {
                ReadAnew(device);
            }
        }

        _stream = this.GetStreamProvider(LiveStreams.Provider).GetStream<SiteChanges>(StreamId.Create(LiveStreams.Changes, Key));
        _newsTimer = this.RegisterGrainTimer(
            PublishNewsAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PublishAsync(DeviceChange change)
    {
        if (_byKey.GetValueOrDefault(change.Device) is not { } device)
        {
            return Task.CompletedTask;
        }

        if (!device.Apply(change))
        {
            ReadAnew(device);
        }

        Forward(change);
        AddNews(change);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> SubscribeAsync(ILiveObserver observer) => Task.FromResult(_observers.TryRenew(observer));

    /// <inheritdoc/>
    public Task UnsubscribeAsync(ILiveObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<SiteOverview> GetOverviewAsync(CancellationToken cancellationToken = default)
    {
        // Just started, or something was lost: what is missing is being read.
        await _reading.WaitAsync(MaxWait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return new SiteOverview(
            Key, Timestamp.Now(clock), GridConnection.Mode(_devices), SiteBalance.Of(_devices), [.. _devices.Select(device => device.Health())], []);
    }

    private void Forward(DeviceChange change)
    {
        foreach (ILiveObserver observer in _observers.Alive())
        {
            try
            {
                _ = observer.OnChangeAsync(change);
            }
            catch (Exception fault)
            {
                GrainMetrics.FailedForwards.Add(1);
                LogNotForwarded(fault, Key);
            }
        }
    }

    private void AddNews(DeviceChange change)
    {
        if (_news.Count >= MaxPendingNews)
        {
            _news.Dequeue();
            GrainMetrics.DroppedNews.Add(1);
        }

        _news.Enqueue(change);
        if (!_newsDue)
        {
            _newsDue = true;
            _newsTimer!.Change(NewsPeriod, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task PublishNewsAsync(CancellationToken cancellationToken)
    {
        while (_news.Count > 0)
        {
            ImmutableArray<DeviceChange> changes = [.. _news.Take(MaxChangesPerEvent)];
            for (int taken = 0; taken < changes.Length; taken++)
            {
                _news.Dequeue();
            }

            try
            {
                await _stream!.OnNextAsync(new SiteChanges(Key, changes));
            }
            catch (Exception fault)
            {
                GrainMetrics.DroppedNews.Add(changes.Length);
                LogNotPublished(fault, Key, changes.Length);
                break;
            }
        }

        _newsDue = _news.Count > 0;
        if (_newsDue)
        {
            _newsTimer!.Change(NewsPeriod, Timeout.InfiniteTimeSpan);
        }
    }

    private void ReadAnew(DeviceLiveState device)
    {
        if (!_unread.Add(device))
        {
            return;
        }

        _toRead.Enqueue(device);
        if (_reading.IsCompleted)
        {
            _reading = ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        // Not within the turn that found the gap: more may be found in it.
        await Task.Yield();
        while (_toRead.Count > 0)
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(MaxReadsAtOnce, _toRead.Count)).Select(_ => ReadOneAsync(_toRead.Dequeue())));
        }
    }

    // A device whose twin cannot be asked stays as it is known; its next change is a gap again.
    private async Task ReadOneAsync(DeviceLiveState device)
    {
        _unread.Remove(device);
        try
        {
            DeviceSnapshot snapshot = await GrainFactory.GetGrain<IDeviceTwin>(device.Definition.Key.ToString()).GetSnapshotAsync();
            if (!device.Apply(snapshot) && _unread.Add(device))
            {
                _toRead.Enqueue(device);
            }
        }
        catch (Exception fault)
        {
            GrainMetrics.FailedOverviews.Add(1);
            LogNotRead(fault, device.Definition.Key.ToString());
        }
    }

    [LoggerMessage(LogLevel.Warning, "A change of site {Site} could not be handed to a process that shows it")]
    private partial void LogNotForwarded(Exception fault, string site);

    [LoggerMessage(LogLevel.Warning, "The news of site {Site} could not be published: {Changes} changes are missing on its stream")]
    private partial void LogNotPublished(Exception fault, string site, int changes);

    [LoggerMessage(LogLevel.Warning, "The state of {Device} could not be read; the site shows what it last knew")]
    private partial void LogNotRead(Exception fault, string device);
}
