using System.Text.Json;
using Twins.Points;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Says which of a few words a payload says.</summary>
/// <param name="place">Where the word stands in a JSON payload; null when the payload is the word.</param>
/// <param name="words">The words.</param>
internal sealed class LiteralMatcher(JsonPointer? place, IEnumerable<MqttLiteral> words)
{
    private readonly MqttWord[] _words = [.. words.Select(word => new MqttWord(word, PointValue.None))];

    /// <summary>Index of the word; −1 when it is none of them.</summary>
    public int Match(ReadOnlySpan<byte> payload)
    {
        if (place is null)
        {
            var whole = payload.Trim(" \t\r\n"u8);
            return Find(whole, static (word, text) => word.Matches(text) || word.MatchesBare(text));
        }

        return JsonLookup.TryFind(payload, place, out var capture) == MqttFaultKind.None ? Match(capture, payload) : -1;
    }

    /// <summary>Index of the word that was captured; −1 when it is none of them.</summary>
    public int Match(in JsonCapture capture, ReadOnlySpan<byte> payload)
    {
        Span<byte> buffer = stackalloc byte[256];
        switch (capture.Type)
        {
            case JsonTokenType.String:
                return capture.TryGetText(payload, buffer, out var text) == MqttFaultKind.None ? Find(text, static (word, said) => word.Matches(said)) : -1;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Find(capture.Raw(payload), static (word, said) => word.MatchesBare(said));
            default:
                return -1;
        }
    }

    private int Find(ReadOnlySpan<byte> text, Comparison isMeant)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (isMeant(_words[i], text))
            {
                return i;
            }
        }

        return -1;
    }

    private delegate bool Comparison(MqttWord word, ReadOnlySpan<byte> text);
}
