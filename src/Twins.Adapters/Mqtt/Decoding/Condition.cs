using System.Globalization;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>What a row must hold at a place.</summary>
/// <param name="Slot">The capture to look at.</param>
/// <param name="Word">What must stand there.</param>
internal sealed record Condition(int Slot, MqttWord Word)
{
    /// <summary>Whether the row meets it.</summary>
    /// <param name="capture">What stands there.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="buffer">Takes a text that has escapes.</param>
    public bool IsMet(in JsonCapture capture, ReadOnlySpan<byte> payload, Span<byte> buffer) => capture.Type switch
    {
        JsonTokenType.String => capture.TryGetText(payload, buffer, out var text) == MqttFaultKind.None && Word.Matches(text),
        JsonTokenType.Number => double.TryParse(capture.Raw(payload), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Word.Matches(number),
        JsonTokenType.True => Word.Matches(flag: true),
        JsonTokenType.False => Word.Matches(flag: false),
        _ => false,
    };
}
