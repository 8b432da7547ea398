using Twins.Points;
using Twins.Sites;

namespace Twins.OperatorConsole.Formatting;

/// <summary>
/// What the sign of a power or current means in words. The number keeps its sign as stored (positive = the device delivers
/// into the bus); the word stands beside it.
/// </summary>
/// <param name="Positive">Word for a positive value.</param>
/// <param name="Negative">Word for a negative value.</param>
public sealed record FlowWords(string Positive, string Negative)
{
    private const string Idle = "idle";

    private static readonly FlowWords Storage = new("discharging", "charging");
    private static readonly FlowWords Grid = new("importing", "exporting");
    private static readonly FlowWords Generation = new("generating", "drawing");
    private static readonly FlowWords Converter = new("into the DC bus", "out of the DC bus");
    private static readonly FlowWords AcSide = new("into the AC bus", "out of the AC bus");
    private static readonly FlowWords Part = new("delivering", "drawing");

    /// <summary>The words for a point; null where the sign needs none (voltages, magnitudes, counters).</summary>
    public static FlowWords? For(TwinDefinition device, PointDefinition point)
    {
        if (point.Unit?.Quantity.Key != "power" || point.Kind is not (PointKind.Measurement or PointKind.Setpoint) || !CanBeNegative(point))
        {
            return null;
        }
        return device switch
        {
            // The AC side of a converter looks the other way: power out of the AC bus is what flows into the DC bus.
            _ when point.Terminal == "ac" => AcSide,
            { Entry.Role: DeviceRole.GridConnection } => Grid,
            _ when Can(device, "storage") || Can(device, "evCharging") => Storage,
            _ when Can(device, "generation") => Generation,
            _ when point.Terminal == "dc" => Converter,
            _ => Part,
        };
    }

    /// <summary>The word for a value; below the deadband the device counts as idle.</summary>
    public string Of(double value, double deadband) =>
        Math.Abs(value) <= deadband ? Idle : value > 0 ? Positive : Negative;

    private static bool Can(TwinDefinition device, string capability) => device.Type.Capabilities.Contains(capability, StringComparer.Ordinal);

    private static bool CanBeNegative(PointDefinition point) => point.Range is not { Minimum: >= 0 };
}
