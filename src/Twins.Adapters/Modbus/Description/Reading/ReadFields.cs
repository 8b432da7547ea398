using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Modbus;

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
