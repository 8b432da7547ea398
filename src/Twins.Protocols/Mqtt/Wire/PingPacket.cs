namespace Twins.Protocols.Mqtt.Wire;

/// <summary>PINGREQ and PINGRESP, which say nothing but that they came (5.0, sections 3.12 and 3.13).</summary>
internal static class PingPacket
{
    /// <summary>Checks the packet.</summary>
    /// <exception cref="MqttProtocolException">It has a body.</exception>
    public static void Read(FixedHeader header, MqttProtocolVersion version)
    {
        header.Demand(version);
        if (header.BodyLength != 0)
        {
            Violation.Malformed(
                FormattableString.Invariant($"{header.Type} has a body of {header.BodyLength} bytes instead of none"), "5.0, sections 3.12.1 and 3.13.1");
        }
    }

    public static void WriteRequest(MqttWriter writer) => writer.WriteBytes([(byte)MqttPacketType.PingReq << 4, 0]);

    public static void WriteResponse(MqttWriter writer) => writer.WriteBytes([(byte)MqttPacketType.PingResp << 4, 0]);
}
