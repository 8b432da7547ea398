namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Finds packets in a stream of bytes.</summary>
internal static class MqttFraming
{
    /// <summary>The flags each packet type must have (5.0, table 2-2); those of PUBLISH mean something.</summary>
    private static ReadOnlySpan<byte> RequiredFlags => [0, 0, 0, 0, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0];

    /// <summary>Reads the header of the packet that <paramref name="buffer"/> begins with.</summary>
    /// <param name="buffer">What was received.</param>
    /// <param name="maximumPacketSize">The longest packet that is accepted, header included.</param>
    /// <param name="header">The header.</param>
    /// <returns>Whether the header is complete; the body may still be missing.</returns>
    /// <exception cref="MqttProtocolException">This begins no packet, or one that is too long.</exception>
    public static bool TryReadHeader(ReadOnlySpan<byte> buffer, int maximumPacketSize, out FixedHeader header)
    {
        header = default;
        if (buffer.IsEmpty)
        {
            return false;
        }

        var first = buffer[0];
        DemandSound(first);
        var lengthBytes = VariableByteInteger.TryRead(buffer[1..], out var bodyLength);
        if (lengthBytes <= 0)
        {
            if (lengthBytes < 0)
            {
                Violation.Malformed("the length of the packet takes more than four bytes", "5.0, section 1.5.5");
            }

            return false;
        }

        header = new FixedHeader(first, 1 + lengthBytes, bodyLength);
        if (header.TotalLength > maximumPacketSize)
        {
            throw new MqttProtocolException(
                MqttReasonCode.PacketTooLarge,
                FormattableString.Invariant($"the {header.Type} packet has {header.TotalLength} bytes, and {maximumPacketSize} are accepted"),
                "MQTT-3.1.2-24");
        }

        return true;
    }

    private static void DemandSound(byte first)
    {
        var type = (MqttPacketType)(first >> 4);
        if (first >> 4 == 0)
        {
            Violation.Malformed("packet type 0 is reserved", "5.0, section 2.1.2");
        }

        var required = RequiredFlags[first >> 4];
        if (type != MqttPacketType.Publish && (first & 0x0F) != required)
        {
            Violation.Malformed(FormattableString.Invariant($"the flags of {type} are {first & 0x0F} instead of {required}"), "MQTT-2.1.3-1");
        }
    }
}
