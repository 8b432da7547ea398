namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Numbers of seven bits a byte, the lowest first; the highest bit says that another byte follows (5.0, section 1.5.5).</summary>
internal static class VariableByteInteger
{
    /// <summary>The most bytes one takes.</summary>
    public const int MaxLength = 4;

    /// <summary>Reads a number.</summary>
    /// <returns>How many bytes it takes; 0 when <paramref name="bytes"/> ends before it does; -1 when it is longer than four bytes.</returns>
    public static int TryRead(ReadOnlySpan<byte> bytes, out int value)
    {
        value = 0;
        for (var index = 0; index < MaxLength; index++)
        {
            if ((uint)index >= (uint)bytes.Length)
            {
                return 0;
            }

            value |= (bytes[index] & 0x7F) << (7 * index);
            if (bytes[index] < 0x80)
            {
                return index + 1;
            }
        }

        return -1;
    }

    /// <summary>How many bytes a number takes at least.</summary>
    public static int LengthOf(int value) => value switch
    {
        < 1 << 7 => 1,
        < 1 << 14 => 2,
        < 1 << 21 => 3,
        _ => MaxLength,
    };

    /// <summary>Writes a number in as few bytes as it takes [MQTT-1.5.5-1], and returns how many.</summary>
    public static int Write(Span<byte> destination, int value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[length++] = (byte)value;
        return length;
    }
}
