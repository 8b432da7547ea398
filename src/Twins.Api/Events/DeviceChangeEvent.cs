using Twins.Devices;
using Twins.Api.Devices;
using Twins.Api.Setpoints;
using Twins.Sites;

namespace Twins.Api.Events;

/// <summary>The state of a device, or what changed of it.</summary>
/// <param name="Device">The device, <c>site/device</c>.</param>
/// <param name="Epoch">Changes whenever the twin starts again.</param>
/// <param name="Sequence">Counts changes of the device within the epoch.</param>
/// <param name="Time">When the twin applied the change, or when the state was taken.</param>
/// <param name="Connectivity">Whether the device answers; null in a change that does not touch it.</param>
/// <param name="Points">The points with their values.</param>
/// <param name="Setpoints">Desired and reported of the setpoints.</param>
internal sealed record DeviceChangeEvent(
    string Device,
    long Epoch,
    long Sequence,
    Timestamp Time,
    ConnectivityAnswer? Connectivity,
    IReadOnlyList<PointAnswer> Points,
    IReadOnlyList<SetpointStatusAnswer> Setpoints)
{
    /// <summary>The event for a change.</summary>
    public static DeviceChangeEvent From(TwinDefinition device, DeviceChange change) => new(
        change.Device,
        change.Epoch,
        change.Sequence,
        change.Time,
        change.Connectivity is { } connectivity ? ConnectivityAnswer.From(connectivity) : null,
        PointAnswer.From(device, change.Readings, change.Time),
        SetpointStatusAnswer.From(device, change.Setpoints));

    /// <summary>The event for the whole state; <paramref name="point"/> narrows it to one point.</summary>
    public static DeviceChangeEvent From(TwinDefinition device, DeviceSnapshot snapshot, int? point) => new(
        snapshot.Device,
        snapshot.Epoch,
        snapshot.Sequence,
        snapshot.TakenAt,
        ConnectivityAnswer.From(snapshot.Connectivity),
        PointAnswer.From(device, point is { } ordinal ? [snapshot.Readings[ordinal]] : snapshot.Readings, snapshot.TakenAt),
        SetpointStatusAnswer.From(device, point is null ? snapshot.Setpoints : snapshot.Setpoints.RemoveAll(status => status.Point != point)));
}

/// <summary>Says that this stream fell behind and events were dropped; the current state follows as snapshots.</summary>
/// <param name="Dropped">Events dropped since the last such event.</param>
/// <param name="Total">Events dropped since the stream began.</param>
internal sealed record DroppedEvent(long Dropped, long Total);
