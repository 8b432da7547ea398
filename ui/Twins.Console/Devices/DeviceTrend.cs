using System.Collections.Immutable;
using Twins.Devices;
using Twins.Client.Live;
using Twins.Commands;
using Twins.Points;
using Twins.OperatorConsole.Charts;

namespace Twins.OperatorConsole.Devices;

/// <summary>
/// The chosen points of a device as a chart's source: measurements, and setpoints as steps of what the device says it follows. Of a
/// setpoint that the device does not report, it is what was desired.
/// </summary>
public sealed class DeviceTrend(LiveDevice device) : ITimeSeriesSource
{
    /// <summary>Lines at once: more cannot be told apart.</summary>
    public const int MaximumLines = 6;

    private const double LeastShare = 0.05;
    private const double LeastDeadbands = 20;

    private readonly Dictionary<int, SetpointTrail> _trails = [];
    private ImmutableArray<int> _ordinals = [];
    private ImmutableArray<SetpointStatus> _marked = [];

    /// <inheritdoc/>
    public IReadOnlyList<TimeSeriesLine> Lines { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<TimeSeriesMarker> Markers { get; private set; } = [];

    /// <summary>The chosen points.</summary>
    public ImmutableArray<int> Ordinals => _ordinals;

    /// <summary>The points that can be chosen: numbers that are measured or commanded.</summary>
    public static ImmutableArray<int> Choices(LiveDevice device)
    {
        var layout = DeviceLayout.Of(device.Definition);
        return [.. layout.Measurements, .. layout.Setpoints.Where(ordinal => device.Definition.Points[ordinal].ValueType == PointValueType.Number)];
    }

    /// <summary>What is worth looking at first: the headline, with the setpoints that it follows.</summary>
    public static ImmutableArray<int> Suggested(LiveDevice device) =>
        [.. DeviceLayout.Of(device.Definition).Headline
            .SelectMany(ordinal => PointView.Of(device.Definition, ordinal).Follows is { } setpoint ? [ordinal, setpoint] : new[] { ordinal })];

    /// <summary>Chooses the points.</summary>
    public void Choose(ImmutableArray<int> ordinals)
    {
        _ordinals = ordinals;
        Lines = [.. ordinals.Select((ordinal, index) => Describe(ordinal, index))];
    }

    /// <inheritdoc/>
    public double Factor(int line) => PointView.Of(device.Definition, _ordinals[line]).Unit.Factor;

    /// <inheritdoc/>
    public TrendSeries Read(int line, Timestamp after)
    {
        var ordinal = _ordinals[line];
        return IsReported(ordinal) ? device.CopyTrend(ordinal, after) : TrailOf(ordinal).Read(after);
    }

    /// <summary>Takes note of setpoints that changed since the last time; called on every tick.</summary>
    public void Observe(DateTimeOffset now)
    {
        var setpoints = device.Setpoints;
        if (setpoints == _marked)
        {
            return;
        }
        _marked = setpoints;
        foreach (var setpoint in setpoints)
        {
            TrailOf(setpoint.Point).Observe(setpoint, Timestamp.From(now));
        }
        Markers = [.. setpoints
            .Where(setpoint => setpoint.Last is { State: CommandState.Verified })
            .Select(setpoint => new TimeSeriesMarker(setpoint.Last!.Stages[^1].Time.Microseconds / 1000.0, PointView.Of(device.Definition, setpoint.Point).FullLabel))];
    }

    private bool IsReported(int ordinal) => device.Definition.Points[ordinal].Setpoint is null || device.Read(ordinal).Time != default;

    private SetpointTrail TrailOf(int ordinal)
    {
        if (!_trails.TryGetValue(ordinal, out var trail))
        {
            _trails[ordinal] = trail = new SetpointTrail();
        }
        return trail;
    }

    private TimeSeriesLine Describe(int ordinal, int index)
    {
        var view = PointView.Of(device.Definition, ordinal);
        var band = view.Scale is { LowerLimit: var low, UpperLimit: var high } && (low ?? high) is not null
            ? new TimeSeriesBand(low / view.Unit.Factor, high / view.Unit.Factor)
            : null;
        var hold = Freshness.AllowedAge(view.Point)?.TotalMilliseconds ?? double.MaxValue;
        // Noise must not fill the lane: it shows at least a part of the scale, or some tens of deadbands.
        var leastSpan = view.Scale is { } scale ? (scale.High - scale.Low) * LeastShare : Math.Max(view.Deadband * LeastDeadbands, Math.Pow(10, -view.Unit.Decimals) * LeastDeadbands);
        return new(view.Point.Key, view.Label, view.Unit.Symbol, view.Unit.Decimals, view.Point.Setpoint is not null, hold, leastSpan / view.Unit.Factor, band, index);
    }
}
