using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration.Devices;

/// <summary>Finds the points of a type by the keys that device descriptions write.</summary>
public static class PointLookup
{
    /// <summary>The point of the type that a key such as <c>outlets.power</c> names; null when there is none.</summary>
    public static PointDefinition? Find(TwinType type, string key)
    {
        var (group, name) = PointKeys.Split(key);
        var points = group is null ? type.Points : type.Groups.FirstOrDefault(known => known.Key == group)?.Points ?? [];
        return points.FirstOrDefault(point => point.Key == name);
    }

    /// <summary>Finds like the other; reports a point that the type does not have.</summary>
    public static PointDefinition? Find(TwinType type, string key, Place place, ReadingContext context)
    {
        if (Find(type, key) is { } definition)
        {
            return definition;
        }

        var keys = type.Points.Select(point => point.Key)
            .Concat(type.Groups.SelectMany(group => group.Points.Select(point => $"{group.Key}.{point.Key}"))).ToList();
        context.Error(place, $"the type '{type.Key}' has no point '{key}'", Nearest.Propose(key, keys));
        context.BrokenKeys.Add(Nearest.Find(key, keys) ?? key);
        return null;
    }
}
