using System.Text;
using System.Text.Unicode;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>The standard's UTF-8 encoded strings (5.0, section 1.5.4).</summary>
internal static class MqttText
{
    /// <summary>Checks that bytes are well-formed UTF-8 without surrogates [MQTT-1.5.4-1] and without U+0000 [MQTT-1.5.4-2].</summary>
    public static void Demand(ReadOnlySpan<byte> text, string field)
    {
        if (!Utf8.IsValid(text))
        {
            Violation.Malformed($"{field} is not well-formed UTF-8", "MQTT-1.5.4-1");
        }

        if (text.Contains((byte)0))
        {
            Violation.Malformed($"{field} holds U+0000", "MQTT-1.5.4-2");
        }
    }

    /// <summary>Checks a text that is to be sent, and returns how many bytes it takes.</summary>
    /// <exception cref="ArgumentException">It holds U+0000 or half a surrogate pair, or is too long.</exception>
    public static int Measure(string text, string field)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{field} holds U+0000, which MQTT does not allow [MQTT-1.5.4-2].", field);
        }

        var length = Encoding.UTF8.GetByteCount(text);
        return length <= MqttLimits.MaxTextLength
            ? length
            : throw new ArgumentException(
                FormattableString.Invariant($"{field} takes {length} bytes, and {MqttLimits.MaxTextLength} are the limit."), field);
    }

    /// <summary>Writes a text that was measured.</summary>
    /// <exception cref="ArgumentException">It holds half a surrogate pair [MQTT-1.5.4-1].</exception>
    public static void Write(string text, Span<byte> destination, string field)
    {
        if (Utf8.FromUtf16(text, destination, out _, out _, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done)
        {
            throw new ArgumentException($"{field} holds half a surrogate pair, which MQTT does not allow [MQTT-1.5.4-1].", field);
        }
    }
}
