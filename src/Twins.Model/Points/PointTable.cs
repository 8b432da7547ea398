using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Twins.Model.Points;

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
}
