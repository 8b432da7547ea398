using Twins.Points;

namespace Twins.Devices;

/// <summary>What a product says of a setpoint that it takes, whatever its protocol.</summary>
/// <param name="Key">Point key of the type; <c>group.name</c> for the points of a repeated group.</param>
/// <param name="Tolerance">Difference in the canonical unit that still counts as followed.</param>
/// <param name="WatchdogSeconds">Seconds after which the device itself falls back without a new write; null when it has no watchdog.</param>
/// <param name="SafeValue">What the device falls back to, in the canonical unit; null when unknown.</param>
/// <param name="Limits">The device's own limits, in the canonical unit; null when it has none.</param>
/// <param name="ReadBack">
/// Key of the reported point at which the device shows what it follows, <c>group.name</c> for the points of a repeated group; null for the
/// setpoint's own point.
/// </param>
public sealed record SetpointRules(
    string Key, double Tolerance, double? WatchdogSeconds, double? SafeValue, NumberRange? Limits, string? ReadBack = null);
