using System.Buffers.Binary;
using System.Text;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP where it stands in the receive buffer (5.0, sections 3.4 to 3.7).</summary>
internal readonly ref struct AckView
{
    /// <summary>A body of packet identifier and reason code has no properties, not even their length.</summary>
    private const int LengthWithCode = 3;

    public MqttPacketType Type { get; private init; }

    public ushort PacketId { get; private init; }

    public MqttReasonCode ReasonCode { get; private init; }

    /// <summary>All properties, to be read (again) one after another.</summary>
    public PropertyReader Properties { get; private init; }

    /// <summary>What the sender says beside the code, for people to read; <see langword="null"/> when nothing.</summary>
    public string? ReasonString
    {
        get
        {
            for (var properties = Properties; properties.TryRead(out var property);)
            {
                if (property.Id == PropertyId.ReasonString)
                {
                    return Encoding.UTF8.GetString(property.Bytes);
                }
            }

            return null;
        }
    }

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static AckView Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        var packetId = reader.ReadPacketId();
        if (reader.Left == 0 || version != MqttProtocolVersion.V500)
        {
            reader.End();
            return new AckView { Type = header.Type, PacketId = packetId };
        }

        var code = (MqttReasonCode)reader.ReadByte("the reason code");
        ReasonCodeRules.DemandAck(header.Type, code);
        var properties = body.Length == LengthWithCode ? default : reader.ReadProperties(PropertyUse.Ack, version);
        reader.End();
        DemandSound(properties);
        return new AckView { Type = header.Type, PacketId = packetId, ReasonCode = code, Properties = properties };
    }

    /// <summary>Writes one in as few bytes as it takes.</summary>
    public static void Write(MqttWriter writer, MqttPacketType type, ushort packetId, MqttReasonCode code, MqttProtocolVersion version)
    {
        var hasCode = code != MqttReasonCode.Success && version == MqttProtocolVersion.V500;
        var span = writer.Take(hasCode ? 5 : 4);
        span[0] = (byte)(((int)type << 4) | (type == MqttPacketType.PubRel ? 2 : 0));
        span[1] = (byte)(span.Length - 2);
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], packetId);
        if (hasCode)
        {
            span[4] = (byte)code;
        }
    }

    /// <summary>Writes one with a reason for people to read, which 3.1.1 leaves out.</summary>
    public static void Write(
        MqttWriter writer, MqttPacketType type, ushort packetId, MqttReasonCode code, string? reasonString, MqttProtocolVersion version)
    {
        if (reasonString is null || version != MqttProtocolVersion.V500)
        {
            Write(writer, type, packetId, code, version);
            return;
        }

        var packet = writer.BeginPacket(type, type == MqttPacketType.PubRel ? 2 : 0);
        writer.WriteUInt16(packetId);
        writer.WriteByte((byte)code);
        var properties = writer.BeginLength();
        writer.WriteProperty(PropertyId.ReasonString, reasonString);
        writer.EndLength(properties);
        writer.EndLength(packet);
    }

    private static void DemandSound(PropertyReader properties)
    {
        while (properties.TryRead(out _))
        {
        }
    }
}
