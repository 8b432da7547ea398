using Twins.Configuration.Fields;
using Twins.Configuration.Types;
using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Text;
using Twins.Types;
using Twins.Units;

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

/// <summary>Checks what a device's codes or words are mapped to.</summary>
public static class EnumChecks
{
    /// <summary>Reports members that the point does not have.</summary>
    public static void Check(IEnumerable<string> mapped, PointDefinition definition, Place place, ReadingContext context)
    {
        var members = definition.Members.Select(member => member.Key).ToList();
        foreach (var key in mapped.Where(key => !members.Contains(key, StringComparer.Ordinal)))
        {
            context.Error(place, $"'{definition.Key}' has no member '{key}'", Nearest.Propose(key, members));
        }
    }
}

/// <summary>Checks the unit of a device's number against the point's quantity.</summary>
public static class UnitChecks
{
    /// <summary>The unit; null when the point has none, or after an error was reported.</summary>
    /// <param name="values">What was read.</param>
    /// <param name="field">The field that names the unit.</param>
    /// <param name="definition">The point.</param>
    /// <param name="allowsDuration">Whether an instant is a number too, counted in a unit of duration.</param>
    /// <param name="context">Where errors go.</param>
    public static Unit? Read(MappingValues values, Field<string?> field, PointDefinition definition, bool allowsDuration, ReadingContext context)
    {
        var isInstant = allowsDuration && definition.ValueType == PointValueType.Time;
        var quantity = isInstant ? QuantityCatalog.Duration : definition.ValueType == PointValueType.Number ? definition.Unit?.Quantity : null;
        var symbol = values.Get(field);
        var place = values.PlaceOf(field);
        if (quantity is null)
        {
            if (symbol is not null)
            {
                context.Error(place, $"'{definition.Key}' is no number and has no unit", "leave 'unit' out");
            }

            return null;
        }

        if (symbol is null)
        {
            context.Error(place, $"'{definition.Key}' needs the unit of the device's number", $"add 'unit: {CanonicalUnit.Quote(quantity.Canonical.Symbol)}', or what the device counts in");
            return null;
        }

        if (quantity.TryGetUnit(symbol, out var unit))
        {
            return unit;
        }

        context.Error(place, quantity.Misfit(symbol));
        return null;
    }
}
