using System.Collections.Immutable;
using Twins.Configuration;
using Twins.Configuration.Fields;

namespace Twins.Adapters.Modbus;

/// <summary>The fields of a product's Modbus map.</summary>
internal static class ModbusMapFields
{
    private static readonly Field<int> AllowedGap = Field.Optional(
        "allowedGap", new IntegerReader(0, 124), 0, "Registers between two blocks that a merged read may cover although nobody described them.", "0");

    private static readonly Field<int> MaxRegisters = Field.Optional(
        "maxRegisters", new IntegerReader(1, ModbusDescription.MaxReadRegisters), ModbusDescription.MaxReadRegisters,
        "Registers that the device gives in one request; longer blocks are read in parts.", "125");

    private static readonly Field<ModbusWriteFunction?> WriteFunction = Field.Optional<ModbusWriteFunction?>(
        "writeFunction", new WriteFunctionReader(), null, "Function that writes registers, unless a write says otherwise: 6 (one register) or 16.",
        "6 for one register, 16 for more");

    private static readonly Field<ImmutableArray<ModbusRead>> Reads = Field.Optional(
        "reads", new ListReader<ModbusRead>(ReadFields.Reader), [], "Blocks that are polled; every described point lies in one.");

    private static readonly Field<ImmutableArray<ModbusPoint>> Points = Field.Optional(
        "points", new ListReader<ModbusPoint>(RegisterFields.Reader), [], "Where each point is read.");

    private static readonly Field<ImmutableArray<ModbusWrite>> Writes = Field.Optional(
        "writes", new ListReader<ModbusWrite>(WriteFields.Reader), [], "Where each commanded point is written.");

    /// <summary>Reads a map.</summary>
    public static readonly MappingReader<ModbusDescription> Reader = new("a Modbus map", [AllowedGap, MaxRegisters, WriteFunction, Reads, Points, Writes], Build);

    private static ModbusDescription Build(MappingValues values, ReadingContext context) =>
        new(values.Get(Reads), values.Get(Points), values.Get(Writes), values.Get(AllowedGap))
        {
            MaxRegisters = values.Get(MaxRegisters),
            WriteFunction = values.Get(WriteFunction),
        };
}
