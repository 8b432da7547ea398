using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>UNSUBACK (5.0, section 3.11).</summary>
internal sealed record UnsubAckPacket
{
    public ushort PacketId { get; init; }

    /// <summary>One for each filter of the UNSUBSCRIBE, in its order; none on 3.1.1.</summary>
    public ImmutableArray<MqttReasonCode> ReasonCodes { get; init; } = [];

    public string? ReasonString { get; init; }

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static UnsubAckPacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        var packetId = reader.ReadPacketId();
        if (version != MqttProtocolVersion.V500)
        {
            reader.End();
            return new UnsubAckPacket { PacketId = packetId };
        }

        var userProperties = UserPropertyList.Read(reader.ReadProperties(PropertyUse.Ack, version), out var reasonString);
        var codes = ImmutableArray.CreateBuilder<MqttReasonCode>(reader.Left);
        foreach (var code in reader.ReadRest())
        {
            ReasonCodeRules.DemandUnsubAck((MqttReasonCode)code);
            codes.Add((MqttReasonCode)code);
        }

        if (codes.Count == 0)
        {
            Violation.Protocol("UNSUBACK answers for no topic filter", "MQTT-3.11.3-1");
        }

        return new UnsubAckPacket
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
        var packet = writer.BeginPacket(MqttPacketType.UnsubAck);
        writer.WriteUInt16(PacketId);
        if (version == MqttProtocolVersion.V500)
        {
            var properties = writer.BeginLength();
            writer.WriteProperty(PropertyId.ReasonString, ReasonString);
            writer.WriteUserProperties(UserProperties);
            writer.EndLength(properties);
            foreach (var code in ReasonCodes)
            {
                writer.WriteByte((byte)code);
            }
        }

        writer.EndLength(packet);
    }
}
