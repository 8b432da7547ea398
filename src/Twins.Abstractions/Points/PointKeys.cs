using System.Globalization;

namespace Twins.Points;

/// <summary>Keys of the points of repeated groups: <c>group.index.name</c>, index from 1.</summary>
public static class PointKeys
{
    /// <summary>The key of a part's point.</summary>
    /// <param name="group">Group key.</param>
    /// <param name="index">Index of the part, from 1.</param>
    /// <param name="name">Point key within the part.</param>
    public static string OfPart(string group, int index, string name) => string.Create(CultureInfo.InvariantCulture, $"{group}.{index}.{name}");

    /// <summary>Splits <c>group.name</c>, as device descriptions write it; the group is null for a point outside groups.</summary>
    /// <param name="key">The key.</param>
    public static (string? Group, string Name) Split(string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (null, key) : (key[..dot], key[(dot + 1)..]);
    }

    /// <summary>The key as device descriptions write it: <c>outlets.3.power</c> becomes <c>outlets.power</c>.</summary>
    /// <param name="key">A key of a point table.</param>
    public static string WithoutIndex(string key) => key.Split('.') is [var group, _, var name] ? $"{group}.{name}" : key;
}
