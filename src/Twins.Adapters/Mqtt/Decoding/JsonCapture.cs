using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Where a value lies in the payload at hand; values are understood once everything that they depend on was read.</summary>
/// <param name="Start">First byte: of a text, the quote.</param>
/// <param name="Length">Bytes of the number, or of the text within its quotes.</param>
/// <param name="Type">What it is; <see cref="JsonTokenType.None"/> when the payload does not have it.</param>
/// <param name="IsEscaped">Whether the text has escapes.</param>
internal readonly record struct JsonCapture(int Start, int Length, JsonTokenType Type, bool IsEscaped)
{
    /// <summary>Whether the payload has it.</summary>
    public bool IsThere => Type != JsonTokenType.None;

    /// <summary>The value at hand.</summary>
    public static JsonCapture Of(in Utf8JsonReader reader) =>
        new((int)reader.TokenStartIndex, reader.ValueSpan.Length, reader.TokenType, reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped);

    /// <summary>The number, flag or null as written, or the text within its quotes, escapes and all.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> payload) => payload.Slice(Type == JsonTokenType.String ? Start + 1 : Start, Length);

    /// <summary>The text with its escapes resolved.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="buffer">Takes a text that has escapes.</param>
    /// <param name="text">The text.</param>
    /// <returns>What is wrong with it.</returns>
    public MqttFaultKind TryGetText(ReadOnlySpan<byte> payload, Span<byte> buffer, out ReadOnlySpan<byte> text)
    {
        text = Raw(payload);
        if (!IsEscaped)
        {
            return MqttFaultKind.None;
        }

        if (Length > buffer.Length)
        {
            return MqttFaultKind.TooLong;
        }

        try
        {
            var reader = new Utf8JsonReader(payload[Start..]);
            reader.Read();
            text = buffer[..reader.CopyString(buffer)];
            return MqttFaultKind.None;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in an escape, or bytes that are no UTF-8: only the copy finds out.
            return MqttFaultKind.NotUtf8;
        }
    }
}
