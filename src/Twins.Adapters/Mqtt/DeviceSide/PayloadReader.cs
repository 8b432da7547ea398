using System.Buffers.Text;
using System.Text.Json;
using Twins.Adapters.Mqtt.Decoding;
using Twins.Devices;
using Twins.Points;

namespace Twins.Adapters.Mqtt.DeviceSide;

/// <summary>Reads the value out of a command's payload: the inverse of its template.</summary>
internal sealed class PayloadReader
{
    private readonly MqttValueCodec _codec;
    private readonly TextPattern? _text;
    private readonly IReadOnlyList<PayloadSpot> _spots = [];

    public PayloadReader(MqttCommand command, PointAddress address, PointDefinition definition, TimeZoneInfo site)
    {
        _codec = new MqttValueCodec(command.Value, definition, site);
        if (command.Format == MqttFormat.Json)
        {
            _spots = PayloadSpot.FindAll(command.Payload);
        }
        else
        {
            _text = new TextPattern(MqttTemplate.Parse(command.Payload.Resolve(address.Fill)).Parts);
        }
    }

    /// <summary>Reads a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="value">The value, in the canonical unit.</param>
    /// <param name="command">The command's id; null when the payload has none.</param>
    /// <returns>What is wrong; nothing when the payload is one of the command's.</returns>
    public MqttFaultKind TryRead(ReadOnlySpan<byte> payload, out PointValue value, out Guid? command)
    {
        Span<byte> buffer = stackalloc byte[MqttValueCodec.MaxTextBytes];
        var fault = TryFind(payload, MqttPlaceholder.Command, buffer, out var id, out _, out _);
        command = fault == MqttFaultKind.None && Utf8Parser.TryParse(id, out Guid read, out var used) && used == id.Length ? read : null;

        var decoded = DecodedValue.Undecodable;
        fault = TryFind(payload, MqttPlaceholder.Value, buffer, out var text, out var type, out var isPiece);
        if (fault == MqttFaultKind.None)
        {
            fault = type switch
            {
                JsonTokenType.Number => _codec.DecodeNumber(text, null, out decoded),
                JsonTokenType.True or JsonTokenType.False => _codec.DecodeFlag(type == JsonTokenType.True, out decoded),
                JsonTokenType.String => _codec.DecodeText(text, isPiece, out decoded),
                _ => MqttFaultKind.WrongType,
            };
        }

        value = decoded.Value;
        return fault;
    }

    private MqttFaultKind TryFind(
        ReadOnlySpan<byte> payload, MqttPlaceholder wanted, Span<byte> buffer, out ReadOnlySpan<byte> text, out JsonTokenType type, out bool isPiece)
    {
        text = default;
        isPiece = true;
        type = JsonTokenType.String;
        if (_text is not null)
        {
            return _text.TryFind(payload, wanted, out text) ? MqttFaultKind.None : MqttFaultKind.NothingDescribed;
        }

        if (_spots.FirstOrDefault(spot => spot.Pattern.Has(wanted)) is not { } found)
        {
            return MqttFaultKind.NothingDescribed;
        }

        var fault = JsonLookup.TryFind(payload, found.Place, out var capture);
        fault = fault == MqttFaultKind.None ? capture.TryGetText(payload, buffer, out text) : fault;
        if (fault != MqttFaultKind.None || !capture.IsThere)
        {
            return fault == MqttFaultKind.None ? MqttFaultKind.NothingDescribed : fault;
        }

        (type, isPiece) = (capture.Type, found.Whole is null);
        return !isPiece || (type == JsonTokenType.String && found.Pattern.TryFind(text, wanted, out text)) ? MqttFaultKind.None : MqttFaultKind.NothingDescribed;
    }
}
