using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Types;

namespace Twins.Adapters.Modbus;

/// <summary>Builds a register description and checks it by itself and against the type's point.</summary>
internal static class RegisterChecks
{
    /// <summary>Builds the description; null after an error was reported.</summary>
    public static ModbusPoint? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        var definition = context.Type is { } type ? FindPoint(type, values, context) : null;
        CheckShape(values, context);
        var data = values.Get(RegisterFields.Data);
        var point = new ModbusPoint
        {
            Key = values.Get(RegisterFields.Key),
            Table = values.Get(RegisterFields.Function),
            Address = values.Get(RegisterFields.Address),
            Stride = values.Get(RegisterFields.Stride),
            Data = data,
            Length = values.Get(RegisterFields.Length),
            Words = values.Get(RegisterFields.Words),
            Bytes = values.Get(RegisterFields.Bytes),
            Scale = values.Get(RegisterFields.Scale),
            Offset = values.Get(RegisterFields.Offset),
            ScaleFactorAddress = values.Get(RegisterFields.ScaleFactorAddress),
            Unit = definition is null ? null : UnitChecks.Read(values, RegisterFields.UnitField, definition, allowsDuration: true, context),
            Sign = values.Get(RegisterFields.Sign),
            NotAvailable = values.Get(RegisterFields.NotAvailable) is { } pattern
                ? pattern.IsSunSpec ? SunSpec.NotImplemented(data) : Narrow(pattern.Pattern, data)
                : null,
            FirstBit = values.Get(RegisterFields.FirstBit),
            BitCount = values.Get(RegisterFields.BitCount),
            EnumMap = values.Get(RegisterFields.EnumMap),
        };
        AddressSpace.Check(point.Address, RegisterWidth.Of(point), values.PlaceOf(RegisterFields.Address), context);
        if (definition is not null)
        {
            ValueTypeChecks.Check(values, point, definition, context);
        }

        return context.ErrorCount == errors ? point : null;
    }

    private static PointDefinition? FindPoint(TwinType type, MappingValues values, ReadingContext context)
    {
        var key = values.Get(RegisterFields.Key);
        if (PointLookup.Find(type, key, values.PlaceOf(RegisterFields.Key), context) is not { } definition)
        {
            return null;
        }

        if (key.Contains('.', StringComparison.Ordinal) != values.Has(RegisterFields.Stride))
        {
            var (message, fix) = values.Has(RegisterFields.Stride)
                ? ($"'{key}' belongs to no group", "leave 'stride' out")
                : ($"'{key}' belongs to a group", "add 'stride': the distance to the same point of the next part");
            context.Error(values.PlaceOf(RegisterFields.Stride), message, fix);
        }

        return definition;
    }

    private static void CheckShape(MappingValues values, ReadingContext context)
    {
        var data = values.Get(RegisterFields.Data);
        var table = values.Get(RegisterFields.Function);
        if (RegisterWidth.HoldsBits(table) != (data == RegisterDataType.Bit))
        {
            var (message, fix) = data == RegisterDataType.Bit
                ? ("a bit lies in a coil or discrete input, not in a register", "write 'function: coil' or 'discrete', or 'data: uint16' with 'firstBit'")
                : ($"a {table.ToString().ToLowerInvariant()} holds one bit", "write 'data: bit'");
            context.Error(values.PlaceOf(RegisterFields.Data), message, fix);
        }

        if ((data == RegisterDataType.Text) != values.Has(RegisterFields.Length))
        {
            var (message, fix) = data == RegisterDataType.Text
                ? ("a text needs its length", "add 'length': the number of registers")
                : ("'length' belongs to texts", "leave it out: the data type says how many registers");
            context.Error(values.PlaceOf(RegisterFields.Length), message, fix);
        }

        CheckNotAvailable(values, data, context);
        CheckBits(values, data, context);
    }

    private static void CheckNotAvailable(MappingValues values, RegisterDataType data, ReadingContext context)
    {
        if (values.Get(RegisterFields.NotAvailable) is { IsSunSpec: false } pattern && Narrow(pattern.Pattern, data) is null)
        {
            context.Error(
                values.PlaceOf(RegisterFields.NotAvailable),
                $"the pattern 0x{pattern.Pattern:X} does not fit {RegisterWidth.BitsOf(data)} bits",
                $"write a pattern of {data.ToString().ToLowerInvariant()}");
        }
    }

    // A negative number stands for its two's complement: -32768 is 0x8000 in an int16.
    private static ulong? Narrow(ulong pattern, RegisterDataType data)
    {
        var bits = RegisterWidth.BitsOf(data);
        if (bits == 0)
        {
            return null;
        }

        var mask = ulong.MaxValue >> (64 - bits);
        var isNegative = pattern > long.MaxValue && (~pattern & ~(mask >> 1)) == 0;
        return (pattern & ~mask) == 0 || isNegative ? pattern & mask : null;
    }

    private static void CheckBits(MappingValues values, RegisterDataType data, ReadingContext context)
    {
        if (values.Get(RegisterFields.FirstBit) is not { } firstBit)
        {
            if (values.Has(RegisterFields.BitCount))
            {
                context.Error(values.PlaceOf(RegisterFields.BitCount), "'bitCount' belongs to a bit field", "add 'firstBit', or leave it out");
            }

            return;
        }

        var place = values.PlaceOf(RegisterFields.FirstBit);
        var end = firstBit + values.Get(RegisterFields.BitCount);
        if (!RegisterWidth.IsInteger(data))
        {
            context.Error(place, "a bit field lies in a whole number", "write 'data: uint16', 'uint32' or 'uint64'");
        }
        else if (end > RegisterWidth.BitsOf(data))
        {
            context.Error(place, $"the bit field ends at bit {end - 1}, but the number has {RegisterWidth.BitsOf(data)} bits", $"end at or below bit {RegisterWidth.BitsOf(data) - 1}");
        }
    }
}

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
