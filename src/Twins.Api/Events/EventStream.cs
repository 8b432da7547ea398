using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Twins.Client.Live;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Api.Events;

/// <summary>
/// One stream: the state of every chosen device, then its changes. A client that comes back with the id of the last event it saw gets
/// what it missed, as long as this process still has it, and the state again otherwise. A client that reads more slowly than the field
/// changes loses the oldest changes, is told how many, and gets the current state again.
/// </summary>
internal sealed class EventStream(EventFilter filter, LiveFeed feed, IGrainFactory grains, SiteCatalog catalog, TimeProvider clock)
{
    /// <summary>An event without content goes out when nothing else did for this long, so that proxies and clients see life.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (long Epoch, long Sequence)> _sent = new(StringComparer.Ordinal);

    /// <summary>The events until the token ends them.</summary>
    public async IAsyncEnumerable<SseItem<object?>> ReadAsync(
        LiveSubscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!subscription.Resumed)
        {
            await foreach (var item in SnapshotsAsync(subscription.Start, cancellationToken))
            {
                yield return item;
            }
        }

        long dropped = 0;
        while (true)
        {
            var more = await WaitAsync(subscription, cancellationToken);
            if (more is null)
            {
                yield return new SseItem<object?>(null, "alive");
                continue;
            }

            if (more == false)
            {
                yield break;
            }

            if (subscription.Dropped is var total && total > dropped)
            {
                yield return new SseItem<object?>(new DroppedEvent(total - dropped, total), "dropped");
                dropped = total;
                var position = subscription.Changes.TryPeek(out var next) ? next.Position - 1 : subscription.Start;
                await foreach (var item in SnapshotsAsync(position, cancellationToken))
                {
                    yield return item;
                }
            }

            while (subscription.Changes.TryRead(out var change))
            {
                if (Change(change) is { } item)
                {
                    yield return item;
                }
            }
        }
    }

    /// <summary>The position after which a client goes on, from the id of its last event; null when it is none of this process.</summary>
    public static long? PositionOf(LiveFeed feed, string? lastEventId) =>
        lastEventId?.Split('-') is [var id, var position] && id == feed.Id
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? after
            : null;

    // True when there is something to read, false at the end, null at a heartbeat.
    private async ValueTask<bool?> WaitAsync(LiveSubscription subscription, CancellationToken cancellationToken)
    {
        var waiting = subscription.Changes.WaitToReadAsync(cancellationToken);
        if (waiting.IsCompleted)
        {
            return await waiting;
        }

        try
        {
            return await waiting.AsTask().WaitAsync(Heartbeat, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    // Only the last state carries an id: a client that leaves before it has not got them all.
    private async IAsyncEnumerable<SseItem<object?>> SnapshotsAsync(long position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var index = 0; index < filter.Devices.Count; index++)
        {
            var (device, point) = filter.Devices[index];
            var snapshot = await grains.GetGrain<IDeviceTwin>(device.Key.ToString()).GetSnapshotAsync(cancellationToken);
            _sent[snapshot.Device] = (snapshot.Epoch, snapshot.Sequence);
            yield return Item("snapshot", DeviceChangeEvent.From(device, snapshot, point), index == filter.Devices.Count - 1 ? position : null);
        }
    }

    // A change that a snapshot already contained says nothing new.
    private SseItem<object?>? Change(in LiveChange change)
    {
        var known = _sent.GetValueOrDefault(change.Change.Device);
        if ((change.Change.Epoch == known.Epoch && change.Change.Sequence <= known.Sequence)
            || catalog.FindDevice(DeviceKey.Parse(change.Change.Device)) is not { } device)
        {
            return null;
        }

        _sent[change.Change.Device] = (change.Change.Epoch, change.Change.Sequence);
        return Item("change", DeviceChangeEvent.From(device, change.Change), change.Position);
    }

    private SseItem<object?> Item(string name, DeviceChangeEvent data, long? position) => new(data, name)
    {
        EventId = position is { } known ? string.Create(CultureInfo.InvariantCulture, $"{feed.Id}-{known}") : null,
        ReconnectionInterval = position is null ? null : Reconnection,
    };
}
