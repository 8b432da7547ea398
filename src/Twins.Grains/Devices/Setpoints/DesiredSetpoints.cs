using Twins.Grains.Devices.Readings;
using Twins.Points;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>The parts of a stored setpoint as the model's types.</summary>
internal static class DesiredSetpoints
{
    public static PointValue Value(this DesiredSetpoint desired) =>
        PointValues.Restore(desired.Type, desired.Bits, desired.Text is { } text ? new TextValue(text) : null);

    public static Timestamp? ValidUntil(this DesiredSetpoint desired) =>
        desired.ValidUntilMicroseconds is { } microseconds ? new Timestamp(microseconds) : null;
}
