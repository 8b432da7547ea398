using System.Text;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>
/// Decodes SenML packs (RFC 8428) in one pass: base fields are resolved into the records that follow them, names are looked up, times under
/// 2^28 are relative to the receipt. Sums and update times are not read.
/// </summary>
internal sealed class SenmlDecoder : MessageDecoder
{
    private readonly Dictionary<byte[], SenmlPoint>.AlternateLookup<ReadOnlySpan<byte>> _points;

    /// <summary>Makes the decoder.</summary>
    /// <param name="points">The points by resolved name.</param>
    public SenmlDecoder(IEnumerable<KeyValuePair<string, SenmlPoint>> points) => _points = points
        .ToDictionary(pair => Encoding.UTF8.GetBytes(pair.Key), pair => pair.Value, Utf8Comparer.Instance)
        .GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The point of a resolved name; null when none is described.</summary>
    public SenmlPoint? Find(ReadOnlySpan<byte> name) => _points.TryGetValue(name, out var point) ? point : null;

    /// <inheritdoc/>
    public override MqttDecoded Decode(ReadOnlySpan<byte> payload, in DecodingCall call)
    {
        call.Workspace.Begin(SenmlLabels.Count);
        if (payload.Trim(" \t\r\n"u8).IsEmpty)
        {
            return call.Reject(MqttFaultKind.Empty, 0);
        }

        var reader = new Utf8JsonReader(payload, JsonDecoder.Options);
        try
        {
            var fault = ReadPack(ref reader, payload, call);
            return fault == MqttFaultKind.None ? call.Deliver() : call.Reject(fault, (int)reader.TokenStartIndex);
        }
        catch (JsonException)
        {
            return call.Reject(JsonDecoder.IsTooDeep(reader, payload) ? MqttFaultKind.TooDeep : MqttFaultKind.NotJson, (int)reader.BytesConsumed);
        }
        catch (InvalidOperationException)
        {
            // A label with a lone surrogate in an escape: only its comparison finds out.
            return call.Reject(MqttFaultKind.NotUtf8, (int)reader.BytesConsumed);
        }
    }

    private MqttFaultKind ReadPack(ref Utf8JsonReader reader, ReadOnlySpan<byte> payload, in DecodingCall call)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return MqttFaultKind.NotSenml;
        }

        var pack = new SenmlPack(this, payload, call);
        for (var record = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; record++)
        {
            var fault = record == MqttLimits.MaxRows ? MqttFaultKind.TooManyRows
                : reader.TokenType != JsonTokenType.StartObject ? MqttFaultKind.NotSenml
                : ReadRecord(ref reader, call);
            fault = fault == MqttFaultKind.None ? pack.Resolve() : fault;
            if (fault != MqttFaultKind.None)
            {
                return fault;
            }
        }

        reader.Read();
        return MqttFaultKind.None;
    }

    private static MqttFaultKind ReadRecord(ref Utf8JsonReader reader, in DecodingCall call)
    {
        call.Workspace.ClearCaptures(0, SenmlLabels.Count);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var label = SenmlLabels.Find(reader);

            // RFC 8428, section 4.4: whoever does not know a label that ends so must not use the pack.
            if (label is null && reader.ValueSpan.EndsWith("_"u8))
            {
                return MqttFaultKind.UnsupportedSenml;
            }

            reader.Read();
            if (label is not { } known)
            {
                reader.Skip();
                continue;
            }

            if (!SenmlLabels.Takes(known, reader.TokenType))
            {
                return MqttFaultKind.NotSenml;
            }

            call.Workspace.Capture((int)known) = JsonCapture.Of(reader);
        }

        return MqttFaultKind.None;
    }
}
