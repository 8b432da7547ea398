namespace Twins.Protocols.Mqtt.Wire;

/// <summary>What begins every packet (5.0, section 2.1.1).</summary>
/// <param name="First">Type and flags.</param>
/// <param name="HeaderLength">Bytes of the header itself: 2 to 5.</param>
/// <param name="BodyLength">Bytes after the header, the standard's Remaining Length.</param>
internal readonly record struct FixedHeader(byte First, int HeaderLength, int BodyLength)
{
    public MqttPacketType Type => (MqttPacketType)(First >> 4);

    public int Flags => First & 0x0F;

    public int TotalLength => HeaderLength + BodyLength;

    /// <summary>Checks what depends on the version, which framing does not know: every reader of a packet begins with it.</summary>
    /// <exception cref="MqttProtocolException">The length is not in its shortest form, or 3.1.1 does not know the packet.</exception>
    public void Demand(MqttProtocolVersion version)
    {
        if (version == MqttProtocolVersion.V500)
        {
            if (HeaderLength - 1 != VariableByteInteger.LengthOf(BodyLength))
            {
                Violation.Malformed(
                    FormattableString.Invariant($"the length {BodyLength} is written in {HeaderLength - 1} bytes, which is not the fewest"),
                    "MQTT-1.5.5-1");
            }
        }
        else if (Type == MqttPacketType.Auth)
        {
            Violation.Malformed("packet type 15 is reserved in 3.1.1", "3.1.1, section 2.2.1");
        }
    }
}
