using Twins.Configuration.Fields;
using Twins.Configuration.Types;
using Twins.Points;
using Twins.Units;

namespace Twins.Configuration.Devices;

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
