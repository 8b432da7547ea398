using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Twins.Devices;
using Twins.Units;

namespace Twins.Adapters.Modbus;

/// <summary>A product's Modbus map: what is polled, where each point lies, what may be written.</summary>
/// <param name="Reads">Blocks that are polled.</param>
/// <param name="Points">Where each read point lies.</param>
/// <param name="Writes">Where each commanded point is written.</param>
/// <param name="AllowedGap">Registers that nobody described which a merged read may cover; 0 merges only neighbours.</param>
public sealed record ModbusDescription(
    ImmutableArray<ModbusRead> Reads,
    ImmutableArray<ModbusPoint> Points,
    ImmutableArray<ModbusWrite> Writes,
    int AllowedGap) : IProtocolDescription
{
    /// <summary>Most registers that one read may cover (Modbus Application Protocol V1.1b3, section 6.3).</summary>
    public const int MaxReadRegisters = 125;

    /// <summary>Registers that the device gives in one request, 1 to 125; blocks that are longer are read in parts.</summary>
    public int MaxRegisters { get; init; } = MaxReadRegisters;

    /// <summary>The function that writes registers, for writes that name none; null lets the number of registers decide: 6 for one, 16 for more.</summary>
    public ModbusWriteFunction? WriteFunction { get; init; }

    /// <summary>The function that carries out a write of registers.</summary>
    /// <param name="write">One of <see cref="Writes"/>.</param>
    public ModbusWriteFunction FunctionOf(ModbusWrite write) =>
        write.Function ?? WriteFunction ?? (RegisterWidth.Of(write.Target) == 1 ? ModbusWriteFunction.Single : ModbusWriteFunction.Multiple);

    /// <inheritdoc/>
    public string Protocol => ModbusProtocol.ProtocolKey;

    /// <inheritdoc/>
    public IEnumerable<ReportedPoint> ReportedPoints() => Points.Select(point => new ReportedPoint(point.Key, ReadInterval(point)));

    /// <inheritdoc/>
    public IEnumerable<SetpointRules> Setpoints() => Writes.Select(
        write => new SetpointRules(write.Target.Key, write.Tolerance, write.WatchdogSeconds, write.SafeValue, write.Limits));

    /// <summary>How often a point is read: the period of the block that covers it; null when none does.</summary>
    public TimeSpan? ReadInterval(ModbusPoint point)
    {
        var end = point.Address + RegisterWidth.Of(point);
        return Reads.FirstOrDefault(read => read.Table == point.Table && read.Start <= point.Address && end <= read.Start + read.Count)?.Every;
    }
}

/// <summary>The four tables of the Modbus data model (Modbus Application Protocol V1.1b3, section 4.3).</summary>
public enum ModbusTable
{
    /// <summary>Holding registers: function 3; written by 6, 16, 22, 23.</summary>
    Holding,

    /// <summary>Input registers: function 4.</summary>
    Input,

    /// <summary>Coils: function 1; written by 5, 15.</summary>
    Coil,

    /// <summary>Discrete inputs: function 2.</summary>
    Discrete,
}

/// <summary>A block that is polled together.</summary>
/// <param name="Table">Which table.</param>
/// <param name="Start">First address on the wire, 0 to 65535.</param>
/// <param name="Count">Number of registers or bits; longer blocks are split within the protocol's limit.</param>
/// <param name="Every">How often.</param>
/// <param name="Group">Key of the repeated group whose parts lie in blocks of this shape; null for a single block.</param>
/// <param name="Stride">Distance between the blocks of two successive parts, in registers; 0 for a single block.</param>
public sealed record ModbusRead(ModbusTable Table, int Start, int Count, TimeSpan Every, string? Group, int Stride);

/// <summary>How a number or text lies in registers.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The members are the data types of the register maps.")]
public enum RegisterDataType
{
    /// <summary>Unsigned 16 bit.</summary>
    UInt16,

    /// <summary>Signed 16 bit, two's complement.</summary>
    Int16,

    /// <summary>Unsigned 32 bit in two registers.</summary>
    UInt32,

    /// <summary>Signed 32 bit in two registers.</summary>
    Int32,

    /// <summary>Unsigned 64 bit in four registers.</summary>
    UInt64,

    /// <summary>Signed 64 bit in four registers.</summary>
    Int64,

    /// <summary>IEEE 754 binary32 in two registers.</summary>
    Float32,

    /// <summary>IEEE 754 binary64 in four registers.</summary>
    Float64,

    /// <summary>Characters, two to a register, padded with zeros.</summary>
    Text,

    /// <summary>A single coil or discrete input.</summary>
    Bit,
}

/// <summary>Order of the words of a value that spans several registers.</summary>
public enum WordOrder
{
    /// <summary>Most significant word at the lowest address.</summary>
    HighFirst,

    /// <summary>Least significant word at the lowest address.</summary>
    LowFirst,
}

/// <summary>Order of the two bytes within a register.</summary>
public enum ByteOrder
{
    /// <summary>Most significant byte first, as the protocol says.</summary>
    HighFirst,

    /// <summary>Least significant byte first: some devices differ.</summary>
    LowFirst,
}

/// <summary>Where and how a point lies in the registers. Raw × scale (× 10^scale-factor) + offset, in <see cref="Unit"/>, then to canonical.</summary>
public sealed record ModbusPoint
{
    /// <summary>Point key of the type; <c>group.name</c> for the points of a repeated group.</summary>
    public required string Key { get; init; }

    /// <summary>Which table.</summary>
    public ModbusTable Table { get; init; } = ModbusTable.Holding;

    /// <summary>Address on the wire; of the first part for the points of a group.</summary>
    public required int Address { get; init; }

    /// <summary>Distance to the same point of the next part, in registers; 0 outside groups.</summary>
    public int Stride { get; init; }

    /// <summary>Shape in the registers.</summary>
    public required RegisterDataType Data { get; init; }

    /// <summary>Registers of a text; 0 otherwise.</summary>
    public int Length { get; init; }

    /// <summary>Order of the words.</summary>
    public WordOrder Words { get; init; }

    /// <summary>Order of the bytes.</summary>
    public ByteOrder Bytes { get; init; }

    /// <summary>Factor from raw to <see cref="Unit"/>.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Offset in <see cref="Unit"/>, added after scaling.</summary>
    public double Offset { get; init; }

    /// <summary>Address of a SunSpec scale factor register (int16 exponent of ten, −10 to 10; 0x8000 not implemented); null when fixed.</summary>
    public int? ScaleFactorAddress { get; init; }

    /// <summary>Unit of the device's number; null for what has none.</summary>
    public Unit? Unit { get; init; }

    /// <summary>Sign convention.</summary>
    public SignConvention Sign { get; init; }

    /// <summary>Raw pattern that means "not available"; null when the device has none.</summary>
    public ulong? NotAvailable { get; init; }

    /// <summary>First bit of a bit field, 0 the least significant; null when the whole value counts.</summary>
    public int? FirstBit { get; init; }

    /// <summary>Number of bits of a bit field.</summary>
    public int BitCount { get; init; } = 1;

    /// <summary>Device code → member key for enums whose codes differ from the type's; empty when they agree.</summary>
    public ImmutableDictionary<long, string> EnumMap { get; init; } = ImmutableDictionary<long, string>.Empty;
}

/// <summary>The functions that write registers; the numbers are their codes.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The function is called Write Single Register.")]
public enum ModbusWriteFunction
{
    /// <summary>Write Single Register: one register a request.</summary>
    Single = 6,

    /// <summary>Write Multiple Registers, also for one.</summary>
    Multiple = 16,
}

/// <summary>How a setpoint is written, and how the truth is read back.</summary>
public sealed record ModbusWrite
{
    /// <summary>Where and how the value is written.</summary>
    public required ModbusPoint Target { get; init; }

    /// <summary>Address at which the device shows what it follows (same shape as the target); null reads the target back.</summary>
    public int? ReadBackAddress { get; init; }

    /// <summary>The function that writes registers; null takes the device's (<see cref="ModbusDescription.FunctionOf"/>).</summary>
    public ModbusWriteFunction? Function { get; init; }

    /// <summary>How long the device may take to show the new value; zero when it shows it at once.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>Difference in the canonical unit that still counts as followed.</summary>
    public double Tolerance { get; init; }

    /// <summary>Seconds after which the device itself falls back without a new write; null when it has no watchdog.</summary>
    public double? WatchdogSeconds { get; init; }

    /// <summary>What the device falls back to, in the canonical unit; null when unknown.</summary>
    public double? SafeValue { get; init; }

    /// <summary>The device's own limits, in the canonical unit; null when it has none.</summary>
    public Points.NumberRange? Limits { get; init; }
}
