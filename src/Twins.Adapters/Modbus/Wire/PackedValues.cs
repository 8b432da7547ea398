using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// How values lie in a frame: registers most significant byte first (V1.1b3, section 4.2); bits packed with the first in the
/// least significant bit of the first byte, the last byte padded with zeros (section 6.1).
/// </summary>
internal static class PackedValues
{
    /// <summary>Bytes that <paramref name="count"/> bits take.</summary>
    public static int BytesForBits(int count) => (count + 7) / 8;

    public static void ReadRegisters(ReadOnlySpan<byte> source, Span<ushort> registers)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(source[..(registers.Length * 2)]);
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, registers);
        }
        else
        {
            words.CopyTo(registers);
        }
    }

    public static void WriteRegisters(ReadOnlySpan<ushort> registers, Span<byte> destination)
    {
        var words = MemoryMarshal.Cast<byte, ushort>(destination[..(registers.Length * 2)]);
        if (BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(registers, words);
        }
        else
        {
            registers.CopyTo(words);
        }
    }

    public static void ReadBits(ReadOnlySpan<byte> source, Span<bool> bits)
    {
        for (var index = 0; index < bits.Length; index++)
        {
            bits[index] = (source[index >> 3] & (1 << (index & 7))) != 0;
        }
    }

    public static void WriteBits(ReadOnlySpan<bool> bits, Span<byte> destination)
    {
        destination[..BytesForBits(bits.Length)].Clear();
        for (var index = 0; index < bits.Length; index++)
        {
            if (bits[index])
            {
                destination[index >> 3] |= (byte)(1 << (index & 7));
            }
        }
    }
}
