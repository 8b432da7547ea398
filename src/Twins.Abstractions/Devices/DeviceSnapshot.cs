using System.Collections.Immutable;
using Twins.Commands;
using Twins.Points;
using Twins.Readings;

namespace Twins.Devices;

/// <summary>The live state of a device at an instant.</summary>
/// <param name="Device">The device's key, <c>site/device</c>.</param>
/// <param name="DescriptionHash">The description version to which the ordinals belong.</param>
/// <param name="Epoch">Changes whenever the twin starts again; sequences count within an epoch.</param>
/// <param name="Sequence">Sequence of the last change event that this snapshot includes.</param>
/// <param name="TakenAt">When the snapshot was taken; staleness is as of this instant.</param>
/// <param name="Connectivity">Whether the device answers.</param>
/// <param name="Readings">The latest reading of every point, indexed by ordinal; <see cref="QualityReason.NeverRead"/> where there is none.</param>
/// <param name="Setpoints">Desired and reported of every setpoint that was ever commanded.</param>
/// <param name="Faults">What is wrong with the twin itself, such as a damaged record in storage; default or empty when nothing is.</param>
[GenerateSerializer, Alias("twins.device-snapshot"), Immutable]
public sealed record DeviceSnapshot(
    [property: Id(0)] string Device,
    [property: Id(1)] string DescriptionHash,
    [property: Id(2)] long Epoch,
    [property: Id(3)] long Sequence,
    [property: Id(4)] Timestamp TakenAt,
    [property: Id(5)] ConnectivityReport Connectivity,
    [property: Id(6)] ImmutableArray<Reading> Readings,
    [property: Id(7)] ImmutableArray<SetpointStatus> Setpoints,
    [property: Id(8)] ImmutableArray<string> Faults = default);

/// <summary>Desired and reported of one setpoint.</summary>
/// <param name="Point">Ordinal of the setpoint.</param>
/// <param name="Desired">What was asked; <see cref="PointValue.None"/> when nothing stands.</param>
/// <param name="DesiredBy">Who asked.</param>
/// <param name="ValidUntil">When it ends; null for latched ones.</param>
/// <param name="Reported">What the device says it follows.</param>
/// <param name="ReportedAt">When the device said so; null when never.</param>
/// <param name="Last">The last command and its stages; null when there is none.</param>
/// <param name="SelectedBy">Who has selected it for a command; null when nobody has.</param>
[GenerateSerializer, Alias("twins.setpoint-status"), Immutable]
public sealed record SetpointStatus(
    [property: Id(0)] int Point,
    [property: Id(1)] PointValue Desired,
    [property: Id(2)] string? DesiredBy,
    [property: Id(3)] Timestamp? ValidUntil,
    [property: Id(4)] PointValue Reported,
    [property: Id(5)] Timestamp? ReportedAt,
    [property: Id(6)] Command? Last,
    [property: Id(7)] string? SelectedBy = null);
