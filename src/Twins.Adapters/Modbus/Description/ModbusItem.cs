using System.Globalization;
using Twins.Devices;
using Twins.Points;

namespace Twins.Adapters.Modbus;

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
