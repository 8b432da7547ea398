namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>What devices that were written in C put into payloads, and what is to be made of it.</summary>
internal static class PayloadBytes
{
    /// <summary>Without the NULs and line ends after the last character: strings that were sent with their terminator.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> payload) => payload.TrimEnd("\0\r\n"u8);

    /// <summary>
    /// Bare <c>nan</c>, <c>inf</c> and <c>infinity</c>, of any case and sign, are no JSON: each becomes an empty text of the same length, which
    /// is no number either, so that it costs its own value and not the message. Null when there are none.
    /// </summary>
    public static byte[]? QuoteNotNumbers(ReadOnlySpan<byte> payload)
    {
        byte[]? quoted = null;
        bool inText = false;
        for (int i = 0; i < payload.Length; i++)
        {
            byte at = payload[i];
            if (inText)
            {
                i += at == (byte)'\\' ? 1 : 0;
                inText = at != (byte)'"';
            }
            else if (at == (byte)'"')
            {
                inText = true;
            }
            else if (LengthOfNotNumber(payload[i..]) is > 0 and var length)
            {
                quoted ??= payload.ToArray();
                quoted.AsSpan(i, length).Fill((byte)' ');
                quoted[i] = quoted[i + 1] = (byte)'"';
                i += length - 1;
            }
        }

        return quoted;
    }

    private static int LengthOfNotNumber(ReadOnlySpan<byte> text)
    {
        int sign = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        int length = sign;
        while (length < text.Length && char.IsAsciiLetter((char)text[length]))
        {
            length++;
        }

        ReadOnlySpan<byte> word = text[sign..length];
        return Is(word, "nan"u8) || Is(word, "inf"u8) || Is(word, "infinity"u8) ? length : 0;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(word, name);
}
