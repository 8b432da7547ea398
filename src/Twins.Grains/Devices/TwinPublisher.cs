using System.Collections.Immutable;
using Twins.Devices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Grains.Devices;

/// <summary>
/// Says a twin's changes to its site's feed, one-way: the twin waits for nothing, and a change that is lost shows as a gap in the sequence.
/// </summary>
internal sealed class TwinPublisher(string device, string descriptionHash, long epoch, ISiteFeed feed)
{
    /// <summary>The twin's epoch: when it started, in µs.</summary>
    public long Epoch => epoch;

    /// <summary>Sequence of the last change.</summary>
    public long Sequence { get; private set; }

    public void Publish(
        Timestamp now, ImmutableArray<Reading> readings, ConnectivityReport? connectivity, ImmutableArray<SetpointStatus> setpoints) =>
        _ = feed.PublishAsync(new DeviceChange(device, descriptionHash, epoch, ++Sequence, now, readings, connectivity, setpoints));
}
