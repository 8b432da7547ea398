using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Twins.Adapters.Modbus;

/// <summary>Turns registers into up to 64 raw bits, or a text, and back, whatever the order of words and bytes.</summary>
public static class RegisterWords
{
    /// <summary>The raw bits of 1 to 4 registers, the most significant word first in the result.</summary>
    /// <param name="registers">The registers, as on the wire.</param>
    /// <param name="words">Order of the words.</param>
    /// <param name="bytes">Order of the bytes within a register.</param>
    public static ulong Read(ReadOnlySpan<ushort> registers, WordOrder words, ByteOrder bytes)
    {
        ulong raw = 0;
        for (var i = 0; i < registers.Length; i++)
        {
            var register = registers[words == WordOrder.HighFirst ? i : registers.Length - 1 - i];
            raw = (raw << 16) | Turn(register, bytes);
        }

        return raw;
    }

    /// <summary>Puts raw bits into 1 to 4 registers; bits beyond them are cut off.</summary>
    /// <param name="raw">The bits.</param>
    /// <param name="registers">The registers, filled as on the wire.</param>
    /// <param name="words">Order of the words.</param>
    /// <param name="bytes">Order of the bytes within a register.</param>
    public static void Write(ulong raw, Span<ushort> registers, WordOrder words, ByteOrder bytes)
    {
        for (var i = registers.Length - 1; i >= 0; i--)
        {
            registers[words == WordOrder.HighFirst ? i : registers.Length - 1 - i] = Turn((ushort)raw, bytes);
            raw >>= 16;
        }
    }

    /// <summary>
    /// The text in registers, two characters each (UTF-8), up to the first zero, without spaces and line ends at the end; null when it is not
    /// printable, and so no text.
    /// </summary>
    /// <param name="registers">The registers, as on the wire.</param>
    /// <param name="bytes">Order of the bytes within a register.</param>
    public static string? ReadText(ReadOnlySpan<ushort> registers, ByteOrder bytes)
    {
        Span<byte> characters = stackalloc byte[registers.Length * 2];
        for (var i = 0; i < registers.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(characters[(2 * i)..], Turn(registers[i], bytes));
        }

        var end = characters.IndexOf((byte)0);
        var text = (end < 0 ? characters : characters[..end]).TrimEnd(" \r\n"u8);
        return Utf8.IsValid(text) && Encoding.UTF8.GetString(text) is var decoded && !decoded.Any(char.IsControl) ? decoded : null;
    }

    /// <summary>Puts a text into registers, padded with zeros.</summary>
    /// <param name="text">The text.</param>
    /// <param name="registers">The registers, filled as on the wire.</param>
    /// <param name="bytes">Order of the bytes within a register.</param>
    /// <returns>False, and nothing written, when the text is longer than the registers.</returns>
    public static bool TryWriteText(string text, Span<ushort> registers, ByteOrder bytes)
    {
        Span<byte> characters = stackalloc byte[registers.Length * 2];
        characters.Clear();
        if (!Encoding.UTF8.TryGetBytes(text, characters, out _))
        {
            return false;
        }

        for (var i = 0; i < registers.Length; i++)
        {
            registers[i] = Turn(BinaryPrimitives.ReadUInt16BigEndian(characters[(2 * i)..]), bytes);
        }

        return true;
    }

    private static ushort Turn(ushort register, ByteOrder bytes) => bytes == ByteOrder.HighFirst ? register : BinaryPrimitives.ReverseEndianness(register);
}

/// <summary>How much room the data types take.</summary>
public static class RegisterWidth
{
    /// <summary>Registers that a point takes; 1 for a coil or discrete input.</summary>
    /// <param name="point">The point.</param>
    public static int Of(ModbusPoint point) => point.Data switch
    {
        RegisterDataType.Text => point.Length,
        RegisterDataType.UInt32 or RegisterDataType.Int32 or RegisterDataType.Float32 => 2,
        RegisterDataType.UInt64 or RegisterDataType.Int64 or RegisterDataType.Float64 => 4,
        _ => 1,
    };

    /// <summary>Bits of a whole number or float; 1 for a coil or discrete input, 0 for a text.</summary>
    /// <param name="data">The data type.</param>
    public static int BitsOf(RegisterDataType data) => data switch
    {
        RegisterDataType.Bit => 1,
        RegisterDataType.Text => 0,
        RegisterDataType.UInt16 or RegisterDataType.Int16 => 16,
        RegisterDataType.UInt32 or RegisterDataType.Int32 or RegisterDataType.Float32 => 32,
        _ => 64,
    };

    /// <summary>Whether the data type is a signed or unsigned whole number.</summary>
    /// <param name="data">The data type.</param>
    public static bool IsInteger(RegisterDataType data) => data <= RegisterDataType.Int64;

    /// <summary>Whether the table holds single bits.</summary>
    /// <param name="table">The table.</param>
    public static bool HoldsBits(ModbusTable table) => table is ModbusTable.Coil or ModbusTable.Discrete;
}
