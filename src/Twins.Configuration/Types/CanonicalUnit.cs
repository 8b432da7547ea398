using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Units;

namespace Twins.Configuration.Types;

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
