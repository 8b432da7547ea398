using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Text;
using Twins.Types;
using Twins.Units;

namespace Twins.Configuration.Types;

/// <summary>What must hold between the parts of a type file.</summary>
internal static class TypeChecks
{
    /// <summary>Reports everything that does not fit together.</summary>
    public static void Check(TwinType type, ReadingContext context)
    {
        CheckKeys(type, context);
        CheckCapabilities(type, context);
        CheckRatings(type, context);
        CheckReports(type.Points, type.Points, context);
        foreach (var group in type.Groups)
        {
            CheckReports(group.Points, type.Points, context);
        }
    }

    private static void CheckKeys(TwinType type, ReadingContext context)
    {
        CheckFormerKeys(type.Points, context);
        foreach (var group in type.Groups)
        {
            UniqueKeys.Check(group.Points.Select(point => (point.Key, (object)point, "point")), context);
            CheckFormerKeys(group.Points, context);
        }

        var named = type.Points.Select(point => (point.Key, (object)point, "point"))
            .Concat(type.Groups.Select(group => (group.Key, (object)group, "group")));
        UniqueKeys.Check(named, context);
        UniqueKeys.Check(type.Ratings.Select(rating => (rating.Key, (object)rating, "rating")), context);
    }

    private static void CheckFormerKeys(IReadOnlyList<PointDefinition> points, ReadingContext context)
    {
        var taken = points.Select(point => point.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var point in points)
        {
            foreach (var former in point.FormerKeys.Where(former => !taken.Add(former)))
            {
                context.Error(
                    context.PlaceOf(point, "formerKeys"),
                    $"the former key '{former}' of '{point.Key}' is, or was, another point's key",
                    "keys are never reused: give the other point a new key");
            }
        }
    }

    private static void CheckCapabilities(TwinType type, ReadingContext context)
    {
        var keys = type.Points.Concat(type.Groups.SelectMany(group => group.Points)).Select(point => point.Key)
            .Concat(context.BrokenKeys).ToHashSet(StringComparer.Ordinal);
        foreach (var capability in type.Capabilities.Distinct(StringComparer.Ordinal).Select(key => Capability.All.First(known => known.Key == key)))
        {
            foreach (var needs in capability.Needs.Where(needs => !needs.Any(keys.Contains)))
            {
                var wanted = string.Join("' or '", needs);
                context.Error(
                    context.PlaceOf(type, "capabilities"),
                    $"the capability '{capability.Key}' needs the point '{wanted}'",
                    $"add the point, or leave '{capability.Key}' out");
            }
        }
    }

    private static void CheckRatings(TwinType type, ReadingContext context)
    {
        foreach (var rating in type.Ratings)
        {
            if (rating.Limits is not { } limit || context.BrokenKeys.Contains(limit.Setpoint))
            {
                continue;
            }

            var place = context.PlaceOf(limit, "setpoint");
            var setpoints = type.Points.Where(point => point is { Setpoint: not null, ValueType: PointValueType.Number });
            if (setpoints.FirstOrDefault(point => point.Key == limit.Setpoint) is not { } setpoint)
            {
                context.Error(
                    place, $"'{limit.Setpoint}' is not a commanded number of the type", Nearest.Propose(limit.Setpoint, setpoints.Select(point => point.Key)));
            }
            else if (setpoint.Unit != rating.Unit)
            {
                context.Error(
                    place, $"the rating '{rating.Key}' in {rating.Unit} cannot limit '{setpoint.Key}' in {setpoint.Unit}", "use the same quantity");
            }
        }
    }

    private static void CheckReports(IReadOnlyList<PointDefinition> points, IReadOnlyList<PointDefinition> outer, ReadingContext context)
    {
        foreach (var point in points)
        {
            if (point.Setpoint?.ReportedBy is not { } key || context.BrokenKeys.Contains(key))
            {
                continue;
            }

            var reporters = points.Concat(outer).Where(other => other.Key != point.Key).ToList();
            if (reporters.Find(other => other.Key == key) is not { } reporter)
            {
                context.Error(
                    context.PlaceOf(point, "reportedBy"),
                    $"'{point.Key}' is reported by '{key}', which the type does not have",
                    Nearest.Propose(key, reporters.Select(other => other.Key)));
            }
            else if (reporter.ValueType == PointValueType.Number && point.ValueType == PointValueType.Number && reporter.Unit != point.Unit)
            {
                context.Error(
                    context.PlaceOf(point, "reportedBy"),
                    $"'{point.Key}' in {point.Unit} cannot be reported by '{key}' in {reporter.Unit}",
                    "name a point of the same quantity");
            }
        }
    }
}

/// <summary>Checks quantity and unit of what a type describes.</summary>
public static class CanonicalUnit
{
    /// <summary>The canonical unit of a number or schedule; null for other shapes, or after an error was reported.</summary>
    public static Unit? Resolve(
        MappingValues values, Field<Quantity?> quantityField, Field<string?> unitField, PointValueType valueType, ReadingContext context)
    {
        if (valueType is not (PointValueType.Number or PointValueType.Schedule))
        {
            foreach (var field in new Field[] { quantityField, unitField }.Where(values.Has))
            {
                context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to numbers and schedules", "leave it out");
            }

            return null;
        }

        if (values.Get(quantityField) is not { } quantity)
        {
            context.Error(values.Place, "a number needs its quantity", "add 'quantity: power, unit: W', or another valueType");
            return null;
        }

        return Check(values, quantity, unitField, context);
    }

    /// <summary>The canonical unit when the symbol written is the canonical one; null after an error was reported.</summary>
    public static Unit? Check(MappingValues values, Quantity quantity, Field<string?> unitField, ReadingContext context)
    {
        var fix = $"write 'unit: {Quote(quantity.Canonical.Symbol)}'";
        if (values.Get(unitField) is not { } symbol)
        {
            context.Error(values.Place, $"{quantity.Key} needs its unit", fix);
        }
        else if (!quantity.TryGetUnit(symbol, out var unit))
        {
            context.Error(values.PlaceOf(unitField), quantity.Misfit(symbol).Message, fix);
        }
        else if (!unit.IsCanonical)
        {
            context.Error(values.PlaceOf(unitField), $"'{symbol}' is not the canonical unit of {quantity.Key}", fix);
        }
        else
        {
            return unit;
        }

        return null;
    }

    /// <summary>The symbol as it must be written in YAML.</summary>
    public static string Quote(string symbol) => symbol is "1" || !char.IsAsciiLetterOrDigit(symbol[0]) ? $"\"{symbol}\"" : symbol;
}
