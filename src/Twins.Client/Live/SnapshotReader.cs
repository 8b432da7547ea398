using System.Diagnostics.CodeAnalysis;
using Twins.Devices;

namespace Twins.Client.Live;

/// <summary>
/// Reads the states of a site's devices from their twins: at most <see cref="MaximumAtOnce"/> at once, and one at a time per device;
/// what would exceed that waits, and there are never more waiting than devices.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore holds nothing until its wait handle is asked for.")]
internal sealed class SnapshotReader(LiveFeed feed, LiveSite site, IGrainFactory grains)
{
    public const int MaximumAtOnce = 8;

    // A twin that changes faster than it can be read is caught up with at its next change.
    private const int MaximumAttempts = 3;

    private readonly SemaphoreSlim _slots = new(MaximumAtOnce, MaximumAtOnce);

    /// <summary>Begins to read a device's state, unless that is under way.</summary>
    public void Begin(LiveDevice device)
    {
        if (device.TryBeginReading())
        {
            _ = ReadAsync(device);
        }
    }

    /// <summary>Reads the states of the devices from which nothing came since the last call: a lost hint leaves no other trace.</summary>
    public Task ReadQuietAsync(CancellationToken cancellationToken) => Task.WhenAll(
        site.Devices.Where(device => device.WasQuiet() && device.TryBeginReading()).Select(ReadAsync)).WaitAsync(cancellationToken);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Counted; the next change or renewal tries again.")]
    private async Task ReadAsync(LiveDevice device)
    {
        await _slots.WaitAsync().ConfigureAwait(false);
        try
        {
            IDeviceTwin twin = grains.GetGrain<IDeviceTwin>(device.Key.ToString());
            int attempt = 0;
            do
            {
                LiveMetrics.SnapshotsRead.Add(1);
                DeviceSnapshot snapshot = await twin.GetSnapshotAsync().ConfigureAwait(false);
                if (Apply(device, snapshot))
                {
                    return;
                }
            }
            while (++attempt < MaximumAttempts && device.TryBeginReading());
        }
        catch (Exception)
        {
            LiveMetrics.FailedSnapshots.Add(1);
            device.AbandonReading();
        }
        finally
        {
            _slots.Release();
        }
    }

    private bool Apply(LiveDevice device, DeviceSnapshot snapshot)
    {
        if (!string.Equals(snapshot.DescriptionHash, device.Definition.Hash, StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"The twin of {device.Key} follows description {snapshot.DescriptionHash}, this process {device.Definition.Hash}.");
        }

        bool upToDate = device.Offer(snapshot);
        site.NoteChange();
        feed.FanOut(
            new DeviceChange(
                snapshot.Device,
                snapshot.DescriptionHash,
                snapshot.Epoch,
                snapshot.Sequence,
                snapshot.TakenAt,
                snapshot.Readings,
                snapshot.Connectivity,
                snapshot.Setpoints),
            device.Definition);
        return upToDate;
    }
}
