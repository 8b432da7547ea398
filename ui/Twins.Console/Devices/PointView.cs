using System.Globalization;
using System.Runtime.CompilerServices;
using Twins.Commands;
using Twins.Points;
using Twins.Sites;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Devices;

/// <summary>How one point of a device is shown: unit, words for its sign, scale of its bar, the setpoint that it follows.</summary>
public sealed class PointView
{
    private static readonly ConditionalWeakTable<TwinDefinition, PointView[]> Views = [];

    private PointView(TwinDefinition device, int ordinal)
    {
        Ordinal = ordinal;
        Point = device.Points[ordinal];
        Label = PointLabel.Of(Point.Key);
        ReportedBy = FindReportedBy(device, Point);
        Follows = FindFollowed(device, ordinal);
        // A setpoint reads in the unit of what follows it, so that the two can be compared.
        var measured = ReportedBy is { } reported && SameQuantity(device.Points[reported], Point) ? device.Points[reported] : Point;
        Unit = DisplayUnit.For(measured);
        Deadband = measured.Deadband;
        Words = FlowWords.For(device, Point);
        Envelope = Point.Setpoint is null ? null : SetpointEnvelope.Of(device, site: null, ordinal);
        Scale = ScaleOf(device);
    }

    /// <summary>The ordinal.</summary>
    public int Ordinal { get; }

    /// <summary>The description.</summary>
    public PointDefinition Point { get; }

    /// <summary>The key in words.</summary>
    public string Label { get; }

    /// <summary>The terminal in words; null for the bus, and where the label names it already.</summary>
    public string? Terminal => Point.Terminal == "bus" || Label.Contains(Point.Terminal, StringComparison.OrdinalIgnoreCase)
        ? null
        : PointLabel.Of(Point.Terminal);

    /// <summary>The unit on the screen.</summary>
    public DisplayUnit Unit { get; }

    /// <summary>Change that counts as none, canonical.</summary>
    public double Deadband { get; }

    /// <summary>Words for the sign; null when it needs none.</summary>
    public FlowWords? Words { get; }

    /// <summary>What a setpoint may be by the device alone, and what counts as followed; null for what is no setpoint.</summary>
    public SetpointEnvelope? Envelope { get; }

    /// <summary>The bar's scale; null where no bar helps.</summary>
    public BarScale? Scale { get; }

    /// <summary>Ordinal of the point at which a setpoint's effect shows; null when there is none.</summary>
    public int? ReportedBy { get; }

    /// <summary>Ordinal of the setpoint of the same quantity that this point follows; null when there is none.</summary>
    public int? Follows { get; }

    /// <summary>How a point is shown; made once per definition.</summary>
    public static PointView Of(TwinDefinition device, int ordinal) => Views.GetValue(
        device, static definition => [.. Enumerable.Range(0, definition.Points.Count).Select(each => new PointView(definition, each))])[ordinal];

    /// <summary>The part and the label of a point of a group, or the label alone.</summary>
    public string FullLabel => PointLabel.PartOf(Point.Key) is { } part
        ? string.Create(CultureInfo.InvariantCulture, $"{PointLabel.Of(part.Group)} {part.Index}: {Label.ToLowerInvariant()}")
        : Label;

    private static int? FindReportedBy(TwinDefinition device, PointDefinition setpoint)
    {
        if (setpoint.Setpoint?.ReportedBy is not { } key)
        {
            return null;
        }
        // Within a group, the key of a point without a part means the same part.
        var sibling = PointLabel.PartOf(setpoint.Key) is { } part && !key.Contains('.', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"{part.Group}.{part.Index}.{key}")
            : key;
        return device.Points.TryGetOrdinal(sibling, out var ordinal) ? ordinal : null;
    }

    private static int? FindFollowed(TwinDefinition device, int reported)
    {
        for (var ordinal = 0; ordinal < device.Points.Count; ordinal++)
        {
            if (FindReportedBy(device, device.Points[ordinal]) == reported && SameQuantity(device.Points[ordinal], device.Points[reported]))
            {
                return ordinal;
            }
        }
        return null;
    }

    private static bool SameQuantity(PointDefinition left, PointDefinition right) =>
        left.Unit is not null && left.Unit.Quantity.Key == right.Unit?.Quantity.Key;

    private BarScale? ScaleOf(TwinDefinition device)
    {
        if (Point is not { ValueType: PointValueType.Number, Kind: PointKind.Measurement or PointKind.Setpoint })
        {
            return null;
        }
        var setpoint = Point.Setpoint is not null ? Point : Follows is { } ordinal ? device.Points[ordinal] : null;
        // The range of a type is generous; only what bounds this very device makes a scale worth reading.
        return setpoint is not null
            && device.Points.TryGetOrdinal(setpoint.Key, out var ordinalOf)
            && SetpointEnvelope.Of(device, site: null, ordinalOf) is { Limits.Length: > 2 } envelope
            ? BarScale.Around(envelope.Minimum?.Value, envelope.Maximum?.Value)
            : Point is { Unit.Symbol: "%", Range: { } range } ? BarScale.Span(range) : null;
    }
}
