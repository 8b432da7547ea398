using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Devices;

namespace Twins.Adapters.Modbus;

/// <summary>The fields that say where and how a value lies in the registers: the same for reading and for writing.</summary>
internal static class RegisterFields
{
    /// <summary>The point of the type.</summary>
    public static readonly Field<string> Key = Field.Required(
        "key", KeyReader.Point, "Key of the type's point; group.name for the points of a repeated group.");

    /// <summary>Which table.</summary>
    public static readonly Field<ModbusTable> Function = Field.Optional(
        "function", new MemberReader<ModbusTable>(), ModbusTable.Holding, "Table: holding, input, coil, discrete.", "holding");

    /// <summary>Where it begins.</summary>
    public static readonly Field<int> Address = Field.Required(
        "address", new IntegerReader(0, 65_535), "Address on the wire, counted from 0; of the first part for the points of a group.");

    /// <summary>Distance between parts.</summary>
    public static readonly Field<int> Stride = Field.Optional(
        "stride", new IntegerReader(1, 65_535), 0, "Distance to the same point of the next part; for the points of a group only.");

    /// <summary>Shape.</summary>
    public static readonly Field<RegisterDataType> Data = Field.Required(
        "data", new MemberReader<RegisterDataType>(), "Shape in the registers; bit for a coil or discrete input.");

    /// <summary>Registers of a text.</summary>
    public static readonly Field<int> Length = Field.Optional(
        "length", new IntegerReader(1, 125), 0, "Registers of a text, two characters each; for texts only.");

    /// <summary>Word order.</summary>
    public static readonly Field<WordOrder> Words = Field.Optional(
        "words", new MemberReader<WordOrder>(), WordOrder.HighFirst, "Which word lies at the lowest address.", "highFirst");

    /// <summary>Byte order.</summary>
    public static readonly Field<ByteOrder> Bytes = Field.Optional(
        "bytes", new MemberReader<ByteOrder>(), ByteOrder.HighFirst, "Which byte comes first within a register; the protocol says the high one.", "highFirst");

    /// <summary>Factor.</summary>
    public static readonly Field<double> Scale = Field.Optional(
        "scale", new NumberReader(0, 1e12, isMinimumAllowed: false), 1, "Factor from the raw number to the unit.", "1");

    /// <summary>Offset.</summary>
    public static readonly Field<double> Offset = Field.Optional("offset", new NumberReader(), 0, "Added after scaling, in the unit.", "0");

    /// <summary>Scale factor register.</summary>
    public static readonly Field<int?> ScaleFactorAddress = Field.Optional(
        "scaleFactorAddress", new MaybeReader<int>(new IntegerReader(0, 65_535)), null,
        "Register, in the same table, with the exponent of ten that multiplies the scale (SunSpec sunssf).");

    /// <summary>Unit of the device's number.</summary>
    public static readonly Field<string?> UnitField = Field.Optional(
        "unit", new UnitSymbolReader(), null, "Unit of the device's number, any of the quantity; numbers need it.");

    /// <summary>Sign convention.</summary>
    public static readonly Field<SignConvention> Sign = Field.Optional(
        "sign", new MemberReader<SignConvention>(), SignConvention.DeliverPositive,
        "What the device counts as positive: deliverPositive into the bus, as we do, or chargePositive, which negates the number.", "deliverPositive");

    /// <summary>Pattern without a value.</summary>
    public static readonly Field<NotAvailablePattern?> NotAvailable = Field.Optional(
        "notAvailable", new NotAvailableReader(), null, "Raw pattern that means \"no value\"; sunspec takes the data type's.");

    /// <summary>First bit of a bit field.</summary>
    public static readonly Field<int?> FirstBit = Field.Optional(
        "firstBit", new MaybeReader<int>(new IntegerReader(0, 63)), null, "First bit of a bit field, 0 the least significant.");

    /// <summary>Bits of a bit field.</summary>
    public static readonly Field<int> BitCount = Field.Optional("bitCount", new IntegerReader(1, 32), 1, "Number of bits of a bit field.", "1");

    /// <summary>Device's codes.</summary>
    public static readonly Field<ImmutableDictionary<long, string>> EnumMap = Field.Optional(
        "enum", new TableReader<long, string>("a mapping of the device's codes to member keys", new CodeReader(), KeyReader.CamelCase),
        ImmutableDictionary<long, string>.Empty, "Device code → member key, where the device's codes are not the type's.");

    /// <summary>All of them, in the order in which they are best written.</summary>
    public static readonly Field[] All =
    [
        Key, Function, Address, Stride, Data, Length, Words, Bytes, Scale, Offset, ScaleFactorAddress,
        UnitField, Sign, NotAvailable, FirstBit, BitCount, EnumMap,
    ];

    /// <summary>Reads where a point is read.</summary>
    public static readonly MappingReader<ModbusPoint> Reader = new("a Modbus point", All, RegisterChecks.Build);
}

/// <summary>What a register shows when it has no value.</summary>
/// <param name="IsSunSpec">Whether the pattern is SunSpec's for the data type.</param>
/// <param name="Pattern">The pattern otherwise.</param>
internal readonly record struct NotAvailablePattern(bool IsSunSpec, ulong Pattern);

/// <summary>Reads <c>sunspec</c> or a raw pattern.</summary>
internal sealed class NotAvailableReader : ValueReader<NotAvailablePattern?>
{
    private static readonly CodeReader Code = new();

    /// <inheritdoc/>
    public override string Expectation => "sunspec, or a raw pattern such as 0x8000";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out NotAvailablePattern? value)
    {
        if (node is ScalarNode { Text: "sunspec" })
        {
            value = new NotAvailablePattern(true, 0);
            return true;
        }

        if (node is not ScalarNode scalar || !ScalarForm.TryInteger(scalar, out _))
        {
            return Expect(node, context, out value);
        }

        var read = Code.TryRead(node, context, out var pattern);
        value = new NotAvailablePattern(false, unchecked((ulong)pattern));
        return read;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = "sunspec" }, Code.Schema()) };
}
