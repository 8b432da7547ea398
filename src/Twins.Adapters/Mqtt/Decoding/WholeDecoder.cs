namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Decodes payloads that are one number or one text.</summary>
internal sealed class WholeDecoder(CompiledPoint point, bool isNumber) : MessageDecoder
{
    /// <inheritdoc/>
    public override MqttDecoded Decode(ReadOnlySpan<byte> payload, in DecodingCall call)
    {
        call.Workspace.Begin();
        var text = isNumber ? payload.Trim(" \t\r\n"u8) : payload;
        if (text.IsEmpty && isNumber)
        {
            return call.Reject(MqttFaultKind.Empty, 0);
        }

        var fault = point.Codec.DecodeText(text, isWhole: true, out var decoded);
        if (fault != MqttFaultKind.None)
        {
            call.Complain(call.Device, fault, 0, "", point.Key);
        }

        call.Add(call.Device, call.Part, point, decoded, call.Received);
        return call.Deliver();
    }
}
