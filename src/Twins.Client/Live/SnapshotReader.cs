using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Devices;

namespace Twins.Client.Live;

/// <summary>
/// Reads the states of a site's devices from their twins: at most <see cref="MaxAtOnce"/> at once, and one at a time per device;
/// what would exceed that waits, and there are never more waiting than devices.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A semaphore holds nothing until its wait handle is asked for.")]
internal sealed partial class SnapshotReader(LiveFeed feed, LiveSite site, IGrainFactory grains, ILogger logger)
{
    public const int MaxAtOnce = 8;

    // A twin that changes faster than it can be read is caught up with at its next change.
    private const int MaxAttempts = 3;

    private readonly SemaphoreSlim _slots = new(MaxAtOnce, MaxAtOnce);

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
            while (++attempt < MaxAttempts && device.TryBeginReading());
        }
        catch (Exception fault)
        {
            LiveMetrics.FailedSnapshots.Add(1);
            LogNotRead(fault, device.Key.ToString());
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
        site.OnChange();
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

    [LoggerMessage(LogLevel.Warning, "The state of {Device} could not be read; the next change or renewal tries again")]
    private partial void LogNotRead(Exception fault, string device);
}
