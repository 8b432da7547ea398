using System.Collections.Immutable;
using Twins.Devices;
using Twins.Api.Json;
using Twins.Points;
using Twins.Sites;

namespace Twins.Api.Setpoints;

/// <summary>Desired and reported of one setpoint.</summary>
/// <param name="Key">Key of the setpoint.</param>
/// <param name="Unit">Symbol of the canonical unit; null for what is no number.</param>
/// <param name="Desired">What was asked; null when nothing stands.</param>
/// <param name="DesiredBy">Who asked.</param>
/// <param name="ValidUntil">When it ends; null when it stays until changed.</param>
/// <param name="Reported">What the device says it follows.</param>
/// <param name="ReportedAt">When the device said so; null when never.</param>
/// <param name="Last">The last command; null when it is only known from before a restart.</param>
internal sealed record SetpointStatusAnswer(
    string Key,
    string? Unit,
    PointJsonValue Desired,
    string? DesiredBy,
    Timestamp? ValidUntil,
    PointJsonValue Reported,
    Timestamp? ReportedAt,
    SetpointAnswer? Last)
{
    /// <summary>The answer for a setpoint's status.</summary>
    public static SetpointStatusAnswer From(PointDefinition point, SetpointStatus status) => new(
        point.Key,
        point.Unit?.Symbol,
        new PointJsonValue(status.Desired, point),
        status.DesiredBy,
        status.ValidUntil,
        new PointJsonValue(status.Reported, point),
        status.ReportedAt,
        status.Last is { } last ? SetpointAnswer.From(point, last) : null);

    /// <summary>The answers for all setpoints of a device.</summary>
    public static SetpointStatusAnswer[] From(TwinDefinition device, ImmutableArray<SetpointStatus> setpoints) =>
        [.. setpoints.Select(status => From(device.Points[status.Point], status))];
}
