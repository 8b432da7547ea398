using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Types;

namespace Twins.Points;

/// <summary>The points of one device, in order; the index is the point's dense ordinal.</summary>
public sealed class PointTable : IReadOnlyList<PointDefinition>
{
    private readonly ImmutableArray<PointDefinition> _points;
    private readonly FrozenDictionary<string, int> _ordinals;

    /// <summary>Makes the table; keys and former keys must be unique.</summary>
    public PointTable(ImmutableArray<PointDefinition> points)
    {
        _points = points;
        _ordinals = points
            .SelectMany((point, ordinal) => point.FormerKeys.Prepend(point.Key).Select(key => (key, ordinal)))
            .ToFrozenDictionary(pair => pair.key, pair => pair.ordinal, StringComparer.Ordinal);
    }

    /// <summary>The points of a device: those of the type that its product offers, then each group part by part, in the order of the file.</summary>
    /// <param name="type">The twin type.</param>
    /// <param name="offered">
    /// The points that the product offers, <c>group.name</c> for those of groups, with how often each is read. A point that is read more
    /// seldom than its type expects, or of which the type expects nothing, is expected at that pace: it is overdue when it is not kept.
    /// </param>
    /// <param name="counts">How many parts each group has; a group that is not named has none.</param>
    public static PointTable Expand(TwinType type, IReadOnlyDictionary<string, TimeSpan?> offered, IReadOnlyDictionary<string, int> counts) => new(
    [
        .. type.Points.Where(point => offered.ContainsKey(point.Key)).Select(point => Fit(point, offered, prefix: "")),
        .. type.Groups.SelectMany(group => Enumerable.Range(1, counts.GetValueOrDefault(group.Key))
            .SelectMany(index => group.Points
                .Where(point => offered.ContainsKey($"{group.Key}.{point.Key}"))
                .Select(point => OfPart(Fit(point, offered, $"{group.Key}."), group, index)))),
    ]);

    /// <summary>Number of points.</summary>
    public int Count => _points.Length;

    /// <summary>The point of an ordinal.</summary>
    public PointDefinition this[int ordinal] => _points[ordinal];

    /// <summary>Finds the ordinal of a key, or of a former key.</summary>
    public bool TryGetOrdinal(string key, out int ordinal) => _ordinals.TryGetValue(key, out ordinal);

    /// <inheritdoc/>
    public IEnumerator<PointDefinition> GetEnumerator() => ((IEnumerable<PointDefinition>)_points).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static PointDefinition Fit(PointDefinition point, IReadOnlyDictionary<string, TimeSpan?> offered, string prefix)
    {
        var reporterIsMissing = point.Setpoint?.ReportedBy is { } reporter && !offered.ContainsKey(prefix + reporter) && !offered.ContainsKey(reporter);
        return point with
        {
            Period = offered[prefix + point.Key] is { } interval && interval > (point.Period ?? TimeSpan.Zero) ? interval : point.Period,
            Setpoint = reporterIsMissing ? point.Setpoint! with { ReportedBy = null } : point.Setpoint,
        };
    }

    private static PointDefinition OfPart(PointDefinition point, PointGroup group, int index) => point with
    {
        Key = PointKeys.OfPart(group.Key, index, point.Key),
        FormerKeys = [.. point.FormerKeys.Select(former => PointKeys.OfPart(group.Key, index, former))],
        Setpoint = point.Setpoint is { ReportedBy: { } reporter } policy && group.Points.Any(other => other.Key == reporter)
            ? policy with { ReportedBy = PointKeys.OfPart(group.Key, index, reporter) }
            : point.Setpoint,
    };
}
