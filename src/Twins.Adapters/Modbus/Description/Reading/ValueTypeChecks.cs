using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Points;

namespace Twins.Adapters.Modbus;

/// <summary>Checks that registers can carry the type's value.</summary>
internal static class ValueTypeChecks
{
    private static readonly Field[] NumberFields = [RegisterFields.Scale, RegisterFields.Offset, RegisterFields.ScaleFactorAddress, RegisterFields.Sign];

    /// <summary>Reports what does not fit the shape of the point's value.</summary>
    public static void Check(MappingValues values, ModbusPoint point, PointDefinition definition, ReadingContext context)
    {
        var shape = definition.ValueType.ToString().ToLowerInvariant();
        if (!Carries(point.Data, definition.ValueType))
        {
            var data = point.Data.ToString().ToLowerInvariant();
            context.Error(values.PlaceOf(RegisterFields.Data), $"{data} cannot carry '{definition.Key}', {Article(shape)}", Fitting(definition.ValueType));
        }

        foreach (var field in NumberFields.Where(field => values.Has(field) && definition.ValueType is not (PointValueType.Number or PointValueType.Time)))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to numbers; '{definition.Key}' is {Article(shape)}", "leave it out");
        }

        if (values.Has(RegisterFields.EnumMap))
        {
            CheckEnumMap(values, point, definition, context);
        }
    }

    private static bool Carries(RegisterDataType data, PointValueType type) => type switch
    {
        PointValueType.Number => data != RegisterDataType.Text,
        PointValueType.Enum or PointValueType.Flag => RegisterWidth.IsInteger(data) || data == RegisterDataType.Bit,
        PointValueType.Time => RegisterWidth.IsInteger(data),
        PointValueType.Text => data == RegisterDataType.Text,
        _ => false,
    };

    private static string Fitting(PointValueType type) => type switch
    {
        PointValueType.Number => "write a number's data type, such as int16 or float32",
        PointValueType.Enum or PointValueType.Flag => "write uint16, or another whole number, or bit",
        PointValueType.Time => "write uint32 or uint64 with 'unit: s' (seconds since 1970-01-01 UTC, after scale and offset)",
        PointValueType.Text => "write 'data: text' with 'length'",
        _ => "no register carries this shape: leave the point out",
    };

    private static void CheckEnumMap(MappingValues values, ModbusPoint point, PointDefinition definition, ReadingContext context)
    {
        var place = values.PlaceOf(RegisterFields.EnumMap);
        if (definition.ValueType != PointValueType.Enum)
        {
            context.Error(place, $"'{definition.Key}' is no enum", "leave 'enum' out");
            return;
        }

        EnumChecks.Check(point.EnumMap.OrderBy(pair => pair.Key).Select(pair => pair.Value), definition, place, context);
    }

    private static string Article(string noun) => noun is "enum" ? $"an {noun}" : $"a {noun}";
}
