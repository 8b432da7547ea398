using System.Collections.Immutable;
using Twins.Readings;

namespace Twins.Devices;

/// <summary>
/// What changed at a device: the hint that goes to live views. Who sees a gap in the sequence, or a new epoch, reads the snapshot again.
/// </summary>
/// <param name="Device">The device's key, <c>site/device</c>.</param>
/// <param name="DescriptionHash">The description version to which the ordinals belong.</param>
/// <param name="Epoch">Epoch of the twin.</param>
/// <param name="Sequence">Counts change events of the device within the epoch, without gaps.</param>
/// <param name="Time">When the twin applied the change.</param>
/// <param name="Readings">Readings that changed beyond their deadband, or in quality, and refreshed times of the others in the batch.</param>
/// <param name="Connectivity">The connectivity when it changed; null otherwise.</param>
/// <param name="Setpoints">Setpoints whose desired, reported or command stage changed; empty when none did.</param>
[GenerateSerializer, Alias("twins.device-change"), Immutable]
public sealed record DeviceChange(
    [property: Id(0)] string Device,
    [property: Id(1)] string DescriptionHash,
    [property: Id(2)] long Epoch,
    [property: Id(3)] long Sequence,
    [property: Id(4)] Timestamp Time,
    [property: Id(5)] ImmutableArray<Reading> Readings,
    [property: Id(6)] ConnectivityReport? Connectivity,
    [property: Id(7)] ImmutableArray<SetpointStatus> Setpoints);
