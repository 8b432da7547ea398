using Twins.Points;
using Twins.Sites;
using Twins.Energy.Physics;

namespace Twins.Simulator.Models;

/// <summary>
/// Any other kind of device: measurements move within their described range, setpoints are followed at once by the point that
/// reports them. Enough to try a new description before its physics is written; takes no part in the balance.
/// </summary>
internal sealed class GenericModel : DeviceModel
{
    private const double UnboundedMagnitude = 1_000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(2);

    private readonly ulong[] _seeds;

    public GenericModel(TwinDefinition definition, ulong seed)
        : base(definition)
    {
        _seeds = [.. definition.Points.Select(point => SeededNoise.Derive(seed, point.Key))];
        for (var ordinal = 0; ordinal < definition.Points.Count; ordinal++)
        {
            Values[ordinal] = Initial(definition.Points[ordinal]);
        }
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        for (var ordinal = 0; ordinal < Values.Points.Count; ordinal++)
        {
            var point = Values.Points[ordinal];
            if (point.Kind == PointKind.Measurement && point.ValueType == PointValueType.Number)
            {
                Values[ordinal] = PointValue.FromNumber(Moving(point, SeededNoise.Smooth(_seeds[ordinal], tick.Time, Period)));
            }
        }

        for (var ordinal = 0; ordinal < Values.Points.Count; ordinal++)
        {
            Follow(ordinal);
        }
    }

    private void Follow(int setpoint)
    {
        if (Values.Points[setpoint].Setpoint?.ReportedBy is { } key
            && Values.Points.TryGetOrdinal(key, out var reported)
            && Values.Points[reported].ValueType == Values.Points[setpoint].ValueType)
        {
            Values[reported] = Values[setpoint];
        }
    }

    private static PointValue Initial(PointDefinition point) => point.ValueType switch
    {
        PointValueType.Number when point.Setpoint is { SafeValue.HasValue: true } policy => policy.SafeValue,
        PointValueType.Number when point.Kind == PointKind.Counter => PointValue.FromNumber(0),
        PointValueType.Number => PointValue.FromNumber(Moving(point, 0)),
        PointValueType.Flag => PointValue.FromFlag(false),
        PointValueType.Enum when point.Members is [var first, ..] => PointValue.FromEnum(first.Code),
        PointValueType.Text => PointValue.FromText("SIM"),
        _ => PointValue.None,
    };

    private static double Moving(PointDefinition point, double noise)
    {
        const double shareOfRange = 0.1;
        var range = point.Range ?? new NumberRange(0, UnboundedMagnitude);
        return ((range.Minimum + range.Maximum) / 2) + (shareOfRange * (range.Maximum - range.Minimum) / 2 * noise);
    }
}
