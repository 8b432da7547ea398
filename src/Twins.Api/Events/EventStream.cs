using Twins.Devices;
using Twins.Client.Live;
using Twins.Sites;

namespace Twins.Api.Events;

/// <summary>
/// One stream: the state of every chosen device, then its changes. A client that reads more slowly than the field changes
/// loses the oldest changes, is told how many, and gets the current state anew.
/// </summary>
internal sealed class EventStream(
    EventFilter filter, LiveSubscription subscription, EventWriter writer, IGrainFactory grains, SiteCatalog catalog, TimeProvider clock)
{
    /// <summary>A comment goes out when nothing else did for this long, so that proxies and clients see life.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (long Epoch, long Sequence)> _sent = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>Writes until the client is gone or the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        writer.Retry(Retry);
        if (!await WriteSnapshotsAsync(cancellationToken))
        {
            return;
        }

        Task<bool>? more = null;
        while (true)
        {
            more ??= subscription.Changes.WaitToReadAsync(cancellationToken).AsTask();
            try
            {
                if (!await more.WaitAsync(Heartbeat, clock, cancellationToken))
                {
                    return;
                }

                more = null;
                if (!await WriteChangesAsync(cancellationToken))
                {
                    return;
                }
            }
            catch (TimeoutException)
            {
                writer.Comment("alive");
                if (!await writer.FlushAsync(cancellationToken))
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> WriteSnapshotsAsync(CancellationToken cancellationToken)
    {
        foreach (var (device, point) in filter.Devices)
        {
            var snapshot = await grains.GetGrain<IDeviceTwin>(device.Key.ToString()).GetSnapshotAsync(cancellationToken);
            _sent[snapshot.Device] = (snapshot.Epoch, snapshot.Sequence);
            Write("snapshot", DeviceChangeEvent.From(device, snapshot, point));
            if (!await writer.FlushAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> WriteChangesAsync(CancellationToken cancellationToken)
    {
        if (subscription.Dropped is var total && total > _dropped)
        {
            writer.Event("dropped", null, new DroppedEvent(total - _dropped, total));
            _dropped = total;
            return await WriteSnapshotsAsync(cancellationToken);
        }

        while (subscription.Changes.TryRead(out var change))
        {
            WriteChange(change);
        }

        return await writer.FlushAsync(cancellationToken);
    }

    /// <summary>A change that a snapshot already contained says nothing new.</summary>
    private void WriteChange(DeviceChange change)
    {
        var known = _sent.GetValueOrDefault(change.Device);
        if (change.Epoch == known.Epoch && change.Sequence <= known.Sequence)
        {
            return;
        }

        if (catalog.FindDevice(DeviceKey.Parse(change.Device)) is { } device)
        {
            _sent[change.Device] = (change.Epoch, change.Sequence);
            Write("change", DeviceChangeEvent.From(device, change));
        }
    }

    private void Write(string name, DeviceChangeEvent data) => writer.Event(name, $"{data.Device}/{data.Epoch}/{data.Sequence}", data);
}
