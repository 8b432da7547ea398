using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Twins.Devices;
using Twins.Readings;

namespace Twins.Grains.Devices;

/// <summary>
/// Publishes a twin's changes as hints: one at a time, and never in the way of the twin. What comes while one is under way is dropped
/// and counted; an empty change follows then, whose sequence tells the views that something is missing.
/// </summary>
internal sealed class TwinPublisher(string device, string descriptionHash, long epoch, IAsyncStream<DeviceChange> stream)
{
    private Task _inFlight = Task.CompletedTask;
    private DeviceChange? _owed;

    /// <summary>The twin's epoch: when it started, in µs.</summary>
    public long Epoch => epoch;

    /// <summary>Sequence of the last change.</summary>
    public long Sequence { get; private set; }

    public void Publish(
        Timestamp now, ImmutableArray<Reading> readings, ConnectivityReport? connectivity, ImmutableArray<SetpointStatus> setpoints)
    {
        var change = new DeviceChange(device, descriptionHash, epoch, ++Sequence, now, readings, connectivity, setpoints);
        if (_inFlight.IsCompleted)
        {
            _inFlight = SendAsync(change);
        }
        else
        {
            GrainMetrics.DroppedChanges.Add(1);
            _owed = change with { Readings = [], Connectivity = null, Setpoints = [] };
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A hint that cannot be published is counted; the twin goes on.")]
    private async Task SendAsync(DeviceChange? change)
    {
        while (change is not null)
        {
            try
            {
                await stream.OnNextAsync(change);
            }
            catch (Exception)
            {
                GrainMetrics.FailedPublications.Add(1);
            }

            (change, _owed) = (_owed, null);
        }
    }
}
