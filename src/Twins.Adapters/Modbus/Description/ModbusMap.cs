using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Twins.Devices;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Modbus;

/// <summary>A device's Modbus map, compiled once: groups laid out, ordinals resolved, codecs built. Immutable; devices of one definition share it.</summary>
public sealed class ModbusMap
{
    private readonly FrozenDictionary<int, ModbusSetpoint> _setpoints;
    private readonly FrozenDictionary<int, ModbusItem> _items;

    private ModbusMap(ImmutableArray<ModbusItem> items, ImmutableArray<ModbusSetpoint> setpoints, ImmutableArray<ModbusRegister> scaleFactors, ModbusLayout layout, ModbusDescription description)
    {
        Items = items;
        Setpoints = setpoints;
        ScaleFactors = scaleFactors;
        Layout = layout;
        AllowedGap = description.AllowedGap;
        MaxRegisters = description.MaxRegisters;
        _items = items.ToFrozenDictionary(item => item.Ordinal);
        _setpoints = setpoints.ToFrozenDictionary(setpoint => setpoint.Target.Ordinal);
    }

    /// <summary>The read points, in the order of the description and then of the parts.</summary>
    public ImmutableArray<ModbusItem> Items { get; }

    /// <summary>The commanded points.</summary>
    public ImmutableArray<ModbusSetpoint> Setpoints { get; }

    /// <summary>The scale factor registers; an item's <see cref="ModbusItem.ScaleFactorSlot"/> is an index.</summary>
    public ImmutableArray<ModbusRegister> ScaleFactors { get; }

    /// <summary>Registers that nobody described which a merged read may cover.</summary>
    public int AllowedGap { get; }

    /// <summary>Registers that the device gives in one request.</summary>
    public int MaxRegisters { get; }

    internal ModbusLayout Layout { get; }

    /// <summary>Compiles the map of a device.</summary>
    /// <param name="definition">A definition that the loader has checked.</param>
    /// <exception cref="ArgumentException">The device does not speak Modbus.</exception>
    public static ModbusMap Compile(TwinDefinition definition)
    {
        var description = definition.Description.Protocol as ModbusDescription
            ?? throw new ArgumentException($"'{definition.Description.Key}' has no Modbus map.", nameof(definition));
        var layout = ModbusLayout.Create(description, definition.Entry.Counts);
        var factors = layout.Points.Concat(layout.Writes.Select(write => write.Target)).Select(placed => placed.Point)
            .Where(point => point.ScaleFactorAddress is not null)
            .Select(point => new ModbusRegister(point.Table, point.ScaleFactorAddress!.Value)).Distinct().ToImmutableArray();
        var items = layout.Points.Select(placed => Compile(definition, placed, factors)).ToImmutableArray();
        var setpoints = layout.Writes.Select(write =>
        {
            var target = Compile(definition, write.Target, factors);
            var readBack = write.Write.ReadBackAddress is { } address ? target with { Address = address + (write.Target.Part * write.Target.Point.Stride) } : target;
            return new ModbusSetpoint(target, readBack, write.Write);
        }).ToImmutableArray();
        return new ModbusMap(items, setpoints, factors, layout, description);
    }

    /// <summary>The read item of a point; null when the device does not show it.</summary>
    /// <param name="ordinal">Ordinal of the point.</param>
    public ModbusItem? FindItem(int ordinal) => _items.GetValueOrDefault(ordinal);

    /// <summary>The commanded point of an ordinal; null when it cannot be written.</summary>
    /// <param name="ordinal">Ordinal of the point.</param>
    public ModbusSetpoint? FindSetpoint(int ordinal) => _setpoints.GetValueOrDefault(ordinal);

    private static ModbusItem Compile(TwinDefinition definition, PlacedPoint placed, ImmutableArray<ModbusRegister> factors)
    {
        if (!definition.Points.TryGetOrdinal(placed.Key, out var ordinal))
        {
            throw new ArgumentException($"'{definition.Key}' has no point '{placed.Key}'.", nameof(definition));
        }

        var point = placed.Point;
        var slot = point.ScaleFactorAddress is { } address ? factors.IndexOf(new ModbusRegister(point.Table, address)) : -1;
        return new ModbusItem(ordinal, placed.Key, point.Table, placed.Address, new ModbusCodec(point, definition.Points[ordinal]), slot);
    }
}

/// <summary>A register's place.</summary>
/// <param name="Table">Which table.</param>
/// <param name="Address">Address on the wire.</param>
public readonly record struct ModbusRegister(ModbusTable Table, int Address);

/// <summary>A point of a device at its own address: part index and ordinal resolved, codec compiled.</summary>
/// <param name="Ordinal">Ordinal in the device's point table.</param>
/// <param name="Key">Key in the point table, such as <c>modules.3.voltage</c>.</param>
/// <param name="Table">Which table.</param>
/// <param name="Address">First register or bit on the wire.</param>
/// <param name="Codec">Decodes and encodes the value.</param>
/// <param name="ScaleFactorSlot">Index in <see cref="ModbusMap.ScaleFactors"/>; −1 without one.</param>
public sealed record ModbusItem(int Ordinal, string Key, ModbusTable Table, int Address, ModbusCodec Codec, int ScaleFactorSlot)
{
    /// <summary>Registers or bits that it takes.</summary>
    public int Count => Codec.Count;

    /// <summary>Address after its last register or bit.</summary>
    public int End => Address + Count;

    /// <summary>Decodes the item's registers.</summary>
    /// <param name="registers">Exactly <see cref="Count"/> registers.</param>
    /// <param name="factors">Scale factors of the device.</param>
    public DecodedValue Decode(ReadOnlySpan<ushort> registers, ModbusScaleFactors factors) =>
        factors.TryGet(this, out var exponent) ?? Codec.Decode(registers, exponent);

    /// <summary>Encodes a value into the item's registers.</summary>
    /// <param name="value">The value.</param>
    /// <param name="factors">Scale factors of the device.</param>
    /// <param name="registers">Exactly <see cref="Count"/> registers; a bit field keeps the bits around it. Unchanged on error.</param>
    /// <returns>Null, or why it cannot be encoded.</returns>
    public string? TryEncode(PointValue value, ModbusScaleFactors factors, Span<ushort> registers) => factors.TryGet(this, out var exponent) is null
        ? Codec.TryEncode(value, exponent, registers)
        : string.Create(CultureInfo.InvariantCulture, $"the scale factor of '{Key}' was not read yet, or is none");
}

/// <summary>A commanded point of a device: where it is written, where the truth is read, and what counts as followed.</summary>
/// <param name="Target">Where it is written. A bit field of one register is written by function 22, a wider one after reading it.</param>
/// <param name="ReadBack">Where the device shows what it follows; the target itself unless described otherwise.</param>
/// <param name="Write">The write as described: tolerance, watchdog, safe value, limits.</param>
public sealed record ModbusSetpoint(ModbusItem Target, ModbusItem ReadBack, ModbusWrite Write)
{
    /// <summary>Whether the device follows: the read-back is within the tolerance, or half a step of the register.</summary>
    /// <param name="requested">What was asked, in the canonical unit.</param>
    /// <param name="readBack">What was read back, in the canonical unit.</param>
    /// <param name="factors">Scale factors of the device.</param>
    public bool IsFollowed(PointValue requested, PointValue readBack, ModbusScaleFactors factors) =>
        factors.TryGet(Target, out var exponent) is null && Target.Codec.IsSame(requested, readBack, Write.Tolerance, exponent);
}
