using System.Globalization;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Finds one value in a JSON payload: for the few messages that are no reports.</summary>
internal static class JsonLookup
{
    /// <summary>Finds the value at a pointer; it is not there when the payload lacks it.</summary>
    public static MqttFaultKind TryFind(ReadOnlySpan<byte> payload, JsonPointer pointer, out JsonCapture found)
    {
        found = default;
        var reader = new Utf8JsonReader(payload, JsonDecoder.Options);
        try
        {
            reader.Read();
            Walk(ref reader, pointer.Tokens.AsSpan(), ref found);
            reader.Read();
            return MqttFaultKind.None;
        }
        catch (JsonException)
        {
            return MqttFaultKind.NotJson;
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate in an escape: only its comparison finds out.
            return MqttFaultKind.NotUtf8;
        }
    }

    private static void Walk(ref Utf8JsonReader reader, ReadOnlySpan<string> tokens, ref JsonCapture found)
    {
        if (tokens.IsEmpty)
        {
            found = JsonCapture.Of(reader);
        }

        if (tokens.IsEmpty || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            reader.Skip();
            return;
        }

        var isObject = reader.TokenType == JsonTokenType.StartObject;
        for (var index = 0; reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray); index++)
        {
            var isMeant = isObject ? reader.ValueTextEquals(tokens[0]) : int.TryParse(tokens[0], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted == index;
            if (isObject)
            {
                reader.Read();
            }

            if (isMeant)
            {
                Walk(ref reader, tokens[1..], ref found);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
