using System.Buffers.Binary;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// Writes request PDUs into a buffer of <see cref="ModbusLimits.MaxPduLength"/> bytes; each method returns the PDU's length.
/// Arguments are within the limits already. Layouts: Modbus Application Protocol V1.1b3, section 6.
/// </summary>
internal static class RequestWriter
{
    /// <summary>What a written coil looks like: 0xFF00 is on, 0x0000 is off, all else is refused (section 6.5).</summary>
    public const ushort CoilOn = 0xFF00;

    /// <summary>Functions 1 to 4.</summary>
    public static int Read(Span<byte> pdu, ModbusFunction function, ushort address, int count) =>
        WriteTwoWords(pdu, function, address, (ushort)count);

    /// <summary>Function 5.</summary>
    public static int SingleCoil(Span<byte> pdu, ushort address, bool value) =>
        WriteTwoWords(pdu, ModbusFunction.WriteSingleCoil, address, value ? CoilOn : (ushort)0);

    /// <summary>Function 6.</summary>
    public static int SingleRegister(Span<byte> pdu, ushort address, ushort value) =>
        WriteTwoWords(pdu, ModbusFunction.WriteSingleRegister, address, value);

    /// <summary>Function 15.</summary>
    public static int MultipleCoils(Span<byte> pdu, ushort address, ReadOnlySpan<bool> values)
    {
        var byteCount = PackedValues.BytesForBits(values.Length);
        WriteTwoWords(pdu, ModbusFunction.WriteMultipleCoils, address, (ushort)values.Length);
        pdu[5] = (byte)byteCount;
        PackedValues.WriteBits(values, pdu[6..]);
        return 6 + byteCount;
    }

    /// <summary>Function 16.</summary>
    public static int MultipleRegisters(Span<byte> pdu, ushort address, ReadOnlySpan<ushort> values)
    {
        WriteTwoWords(pdu, ModbusFunction.WriteMultipleRegisters, address, (ushort)values.Length);
        pdu[5] = (byte)(values.Length * 2);
        PackedValues.WriteRegisters(values, pdu[6..]);
        return 6 + (values.Length * 2);
    }

    /// <summary>Function 22.</summary>
    public static int MaskRegister(Span<byte> pdu, ushort address, ushort andMask, ushort orMask)
    {
        WriteTwoWords(pdu, ModbusFunction.MaskWriteRegister, address, andMask);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[5..], orMask);
        return 7;
    }

    /// <summary>Function 23.</summary>
    public static int ReadWriteRegisters(
        Span<byte> pdu, ushort readAddress, int readCount, ushort writeAddress, ReadOnlySpan<ushort> values)
    {
        WriteTwoWords(pdu, ModbusFunction.ReadWriteMultipleRegisters, readAddress, (ushort)readCount);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[5..], writeAddress);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[7..], (ushort)values.Length);
        pdu[9] = (byte)(values.Length * 2);
        PackedValues.WriteRegisters(values, pdu[10..]);
        return 10 + (values.Length * 2);
    }

    private static int WriteTwoWords(Span<byte> pdu, ModbusFunction function, ushort first, ushort second)
    {
        pdu[0] = (byte)function;
        BinaryPrimitives.WriteUInt16BigEndian(pdu[1..], first);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], second);
        return 5;
    }
}
