using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Twins.Points;
using Twins.Sites;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Devices;

/// <summary>
/// How a device's points are laid out on its page: one layout for all kinds, made from the description. Ordinals throughout.
/// </summary>
public sealed class DeviceLayout
{
    private static readonly ConditionalWeakTable<TwinDefinition, DeviceLayout> Layouts = [];

    /// <summary>Points that say most about a device, where it has them.</summary>
    private static readonly string[] HeadlineKeys = ["activePower", "power", "stateOfCharge", "speed", "load", "current", "voltage"];

    private DeviceLayout(TwinDefinition device)
    {
        var points = Enumerable.Range(0, device.Points.Count).Select(ordinal => (Ordinal: ordinal, Point: device.Points[ordinal])).ToList();
        var own = points.Where(p => PointLabel.PartOf(p.Point.Key) is null).ToList();
        Polled = [.. points.Where(p => p.Point is { Setpoint: null, Period: not null }).Select(p => p.Ordinal)];
        Measurements = [.. own.Where(p => p.Point is { Kind: PointKind.Measurement, ValueType: PointValueType.Number }).Select(p => p.Ordinal)];
        States = [.. own.Where(p => p.Point.Kind is PointKind.State or PointKind.Event).Select(p => p.Ordinal)];
        Setpoints = [.. own.Where(p => p.Point.Setpoint is not null).Select(p => p.Ordinal)];
        Details = [.. own.Where(p => p.Point.Setpoint is null).Select(p => p.Ordinal).Except(Measurements).Except(States)];
        NotOffered = [.. device.Type.Points.Select(point => point.Key).Where(key => !device.Points.TryGetOrdinal(key, out _))];
        Headline = [.. HeadlineKeys.Select(key => Measurements.Where(ordinal => device.Points[ordinal].Key == key)).SelectMany(found => found).Take(2)];
        Groups = [.. points
            .GroupBy(p => PointLabel.PartOf(p.Point.Key)?.Group, StringComparer.Ordinal)
            .Where(group => group.Key is not null)
            .Select(group => GroupLayout.Of(group.Key!, device, [.. group.Select(p => p.Ordinal)]))];
    }

    /// <summary>Points that are read regularly: those that count as fresh or not.</summary>
    public ImmutableArray<int> Polled { get; }

    /// <summary>Numbers that are measured.</summary>
    public ImmutableArray<int> Measurements { get; }

    /// <summary>Modes, switch positions, faults.</summary>
    public ImmutableArray<int> States { get; }

    /// <summary>What can be commanded.</summary>
    public ImmutableArray<int> Setpoints { get; }

    /// <summary>Parameters and counters.</summary>
    public ImmutableArray<int> Details { get; }

    /// <summary>Keys of the type's points that this product does not offer.</summary>
    public ImmutableArray<string> NotOffered { get; }

    /// <summary>The one or two measurements that a list shows.</summary>
    public ImmutableArray<int> Headline { get; }

    /// <summary>Repeated parts.</summary>
    public ImmutableArray<GroupLayout> Groups { get; }

    /// <summary>The layout of a device; made once per definition.</summary>
    public static DeviceLayout Of(TwinDefinition device) => Layouts.GetValue(device, static definition => new DeviceLayout(definition));
}
