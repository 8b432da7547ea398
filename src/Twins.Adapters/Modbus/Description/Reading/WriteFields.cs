using Twins.Configuration;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Points;
using Twins.Units;

namespace Twins.Adapters.Modbus;

/// <summary>The fields of a write: where a commanded value goes, and how the truth is read back.</summary>
internal static class WriteFields
{
    private static readonly Field<int?> ReadBack = Field.Optional(
        "readBack", new MaybeReader<int>(new IntegerReader(0, 65_535)), null,
        "Address, in the same table and shape, at which the device shows what it follows; without it the target itself is read back.");

    private static readonly Field<double> Tolerance = Field.Optional(
        "tolerance", new NumberReader(0), 0, "Difference, in the unit, that still counts as followed; half a step of the register is always allowed.", "0");

    private static readonly Field<double?> Watchdog = Field.Optional(
        "watchdogS", new MaybeReader<double>(new NumberReader(0, 604_800, isMinimumAllowed: false)), null,
        "Seconds without a new write after which the device itself falls back.");

    private static readonly Field<double?> SafeValue = Field.Optional(
        "safeValue", new MaybeReader<double>(new NumberReader()), null, "What the device falls back to, in the unit.");

    private static readonly Field<NumberRange?> Limits = Field.Optional(
        "limits", new RangeReader(), null, "The device's own least and greatest value, in the unit.");

    private static readonly Field<ModbusWriteFunction?> Function = Field.Optional<ModbusWriteFunction?>(
        "writeFunction", new WriteFunctionReader(), null, "Function that writes the registers: 6 (one register) or 16.", "the map's");

    private static readonly Field<double> Settle = Field.Optional(
        "settleS", new NumberReader(0, 600), 0, "Seconds that the device may take to show the new value.", "0");

    /// <summary>Reads a write.</summary>
    public static readonly MappingReader<ModbusWrite> Reader = new(
        "a write", [.. RegisterFields.All, Function, ReadBack, Settle, Tolerance, Watchdog, SafeValue, Limits], Build);

    private static ModbusWrite? Build(MappingValues values, ReadingContext context)
    {
        if (RegisterChecks.Build(values, context) is not { } target)
        {
            return null;
        }

        var errors = context.ErrorCount;
        CheckCommanded(values, target, context);
        CheckNumberFields(values, target, context);
        if (values.Get(ReadBack) is { } address)
        {
            AddressSpace.Check(address, RegisterWidth.Of(target), values.PlaceOf(ReadBack), context);
        }

        CheckFunction(values, target, context);
        if (target.Table is ModbusTable.Input or ModbusTable.Discrete)
        {
            var table = target.Table.ToString().ToLowerInvariant();
            context.Error(values.PlaceOf(RegisterFields.Function), $"the table '{table}' cannot be written", "write 'function: holding' or 'coil'");
        }

        return context.ErrorCount == errors ? ToWrite(values, target) : null;
    }

    private static void CheckFunction(MappingValues values, ModbusPoint target, ReadingContext context)
    {
        if (!values.Has(Function))
        {
            return;
        }

        if (target.Table != ModbusTable.Holding)
        {
            context.Error(values.PlaceOf(Function), $"'{Function.Name}' belongs to holding registers", "leave it out");
        }
        else if (values.Get(Function) == ModbusWriteFunction.Single && RegisterWidth.Of(target) is > 1 and var width)
        {
            context.Error(values.PlaceOf(Function), $"function 6 writes one register, but '{target.Key}' has {width}", "write 'writeFunction: 16', or leave it out");
        }
    }

    private static ModbusWrite ToWrite(MappingValues values, ModbusPoint target)
    {
        var (safeValue, limits) = (values.Get(SafeValue), values.Get(Limits));
        return new ModbusWrite
        {
            Target = target,
            ReadBackAddress = values.Get(ReadBack),
            Function = values.Get(Function),
            Settle = TimeSpan.FromSeconds(values.Get(Settle)),
            Tolerance = target.Unit?.DifferenceToCanonical(values.Get(Tolerance)) ?? 0,
            WatchdogSeconds = values.Get(Watchdog),
            SafeValue = safeValue is null ? null : ToCanonical(target.Unit, safeValue.Value),
            Limits = limits is { } range ? new(ToCanonical(target.Unit, range.Minimum), ToCanonical(target.Unit, range.Maximum)) : null,
        };
    }

    private static double ToCanonical(Unit? unit, double value) => unit?.ToCanonical(value) ?? value;

    private static void CheckCommanded(MappingValues values, ModbusPoint target, ReadingContext context)
    {
        if (context.Type is { } type && PointLookup.Find(type, target.Key) is { Setpoint: null })
        {
            context.Error(
                values.PlaceOf(RegisterFields.Key), $"'{target.Key}' is not commanded: the type '{type.Key}' gives it no 'hold'",
                "add 'hold' in the type, or leave the write out");
        }
    }

    private static void CheckNumberFields(MappingValues values, ModbusPoint target, ReadingContext context)
    {
        if (context.Type is null)
        {
            return;
        }

        foreach (var field in new Field[] { Tolerance, SafeValue, Limits }.Where(field => values.Has(field) && target.Unit is null))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to numbers; '{target.Key}' is none", "leave it out");
        }

        if (values.Get(Limits) is { } limits && values.Get(SafeValue) is { } safe && !limits.Contains(safe))
        {
            context.Error(values.PlaceOf(SafeValue), string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"the safe value {safe} is outside the limits [{limits.Minimum}, {limits.Maximum}]"), "choose one inside");
        }
    }
}
