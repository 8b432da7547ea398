using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

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

/// <summary>The fields of a block that is polled together.</summary>
internal static class ReadFields
{
    private static readonly Field<ModbusTable> Function = Field.Required(
        "function", new MemberReader<ModbusTable>(), "Table: holding (function 3), input (4), coil (1), discrete (2).");

    private static readonly Field<int> Start = Field.Required("start", new IntegerReader(0, 65_535), "First address on the wire, counted from 0.");

    private static readonly Field<int> Count = Field.Required(
        "count", new IntegerReader(1, 65_536), "Number of registers or bits; what exceeds a request is split.");

    private static readonly Field<double> Every = Field.Required(
        "everyS", new NumberReader(0, 86_400, isMinimumAllowed: false), "Seconds between two polls.");

    private static readonly Field<string?> Group = Field.Optional(
        "group", KeyReader.CamelCase, null!, "The repeated group whose parts lie in blocks of this shape.")!;

    private static readonly Field<int> Stride = Field.Optional(
        "stride", new IntegerReader(1, 65_535), 0, "Distance between the blocks of two successive parts; with a group only.");

    /// <summary>Reads a block.</summary>
    public static readonly MappingReader<ModbusRead> Reader = new("a read", [Function, Start, Count, Every, Group, Stride], Build);

    private static ModbusRead? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        var read = new ModbusRead(
            values.Get(Function), values.Get(Start), values.Get(Count), TimeSpan.FromSeconds(values.Get(Every)), values.Get(Group), values.Get(Stride));
        if (read.Group is null != (read.Stride == 0))
        {
            context.Error(values.Place, "'group' and 'stride' belong together", read.Group is null ? "add 'group', or leave 'stride' out" : "add 'stride'");
        }
        else if (read.Group is not null && read.Stride < read.Count)
        {
            context.Error(values.PlaceOf(Stride), $"a stride of {read.Stride} lets blocks of {read.Count} overlap", $"write at least {read.Count}");
        }

        AddressSpace.Check(read.Start, read.Count, values.PlaceOf(Count), context);
        return context.ErrorCount == errors ? read : null;
    }
}

/// <summary>Reads the code of a function that writes registers.</summary>
internal sealed class WriteFunctionReader : ValueReader<ModbusWriteFunction?>
{
    /// <inheritdoc/>
    public override string Expectation => "6 (write single register) or 16 (write multiple registers)";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out ModbusWriteFunction? value)
    {
        value = node is ScalarNode { Text: "6", IsQuoted: false } ? ModbusWriteFunction.Single : ModbusWriteFunction.Multiple;
        return node is ScalarNode { Text: "6" or "16", IsQuoted: false } || Expect(node, context, out value);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray(6, 16) };
}

/// <summary>The 65536 addresses of a Modbus table (Modbus Application Protocol V1.1b3, section 4.4).</summary>
internal static class AddressSpace
{
    /// <summary>Number of addresses.</summary>
    public const int Size = 65_536;

    /// <summary>Reports what reaches beyond the last address.</summary>
    public static void Check(int address, int count, Place place, ReadingContext context)
    {
        if (address + count > Size)
        {
            context.Error(place, $"{count} addresses from {address} reach beyond 65535, the last", $"begin at {Size - count} at most, or take {Size - address} at most");
        }
    }
}
