using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>SUBACK (5.0, section 3.9).</summary>
internal sealed record SubAckPacket
{
    public ushort PacketId { get; init; }

    /// <summary>One for each filter of the SUBSCRIBE, in its order. On 3.1.1 every failure is written as 0x80.</summary>
    public ImmutableArray<MqttReasonCode> ReasonCodes { get; init; } = [];

    public string? ReasonString { get; init; }

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static SubAckPacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        var packetId = reader.ReadPacketId();
        var userProperties = UserPropertyList.Read(reader.ReadProperties(PropertyUse.Ack, version), out var reasonString);
        var codes = ImmutableArray.CreateBuilder<MqttReasonCode>(reader.Left);
        foreach (var code in reader.ReadRest())
        {
            ReasonCodeRules.DemandSubAck((MqttReasonCode)code, version);
            codes.Add((MqttReasonCode)code);
        }

        if (codes.Count == 0)
        {
            Violation.Protocol("SUBACK answers for no topic filter", "MQTT-3.9.3-1");
        }

        return new SubAckPacket
        {
            PacketId = packetId,
            ReasonCodes = codes.MoveToImmutable(),
            ReasonString = reasonString,
            UserProperties = userProperties,
        };
    }

    /// <summary>Writes the packet.</summary>
    /// <exception cref="ArgumentException">A value cannot be told in MQTT.</exception>
    public void Write(MqttWriter writer, MqttProtocolVersion version)
    {
        var packet = writer.BeginPacket(MqttPacketType.SubAck);
        writer.WriteUInt16(PacketId);
        if (version == MqttProtocolVersion.V500)
        {
            var properties = writer.BeginLength();
            writer.WriteProperty(PropertyId.ReasonString, ReasonString);
            writer.WriteUserProperties(UserProperties);
            writer.EndLength(properties);
        }

        foreach (var code in ReasonCodes)
        {
            var isRefusal = code >= MqttReasonCode.UnspecifiedError;
            writer.WriteByte((byte)(isRefusal && version != MqttProtocolVersion.V500 ? MqttReasonCode.UnspecifiedError : code));
        }

        writer.EndLength(packet);
    }
}
