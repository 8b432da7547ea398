using System.Collections.Immutable;
using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Reads CONNECT.</summary>
internal static class ConnectReader
{
    private const int WillQualityShift = 3;

    private static ReadOnlySpan<byte> ProtocolName => "MQTT"u8;

    public static MqttProtocolVersion? PeekVersion(ReadOnlySpan<byte> body)
    {
        const int LevelOffset = 6;
        return body.Length > LevelOffset && body.StartsWith("\0\u0004MQTT"u8) && body[LevelOffset] is 4 or 5
            ? (MqttProtocolVersion)body[LevelOffset]
            : null;
    }

    public static ConnectPacket Read(FixedHeader header, ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        var version = ReadVersion(ref reader);
        header.Demand(version);
        var flags = ReadFlags(ref reader, version);
        var keepAlive = reader.ReadUInt16("the keep-alive interval");
        var properties = reader.ReadProperties(PropertyUse.Connect, version);
        var packet = ReadProperties(properties, new ConnectPacket
        {
            Version = version,
            ClientIdentifier = Encoding.UTF8.GetString(reader.ReadText("the client identifier")),
            CleanStart = flags.HasFlag(ConnectFlags.CleanStart),
            KeepAliveSeconds = keepAlive,
        });
        packet = ReadWillAndCredentials(ref reader, flags, packet);
        reader.End();
        DemandNameOrCleanSession(packet);
        return packet;
    }

    private static MqttProtocolVersion ReadVersion(ref MqttReader reader)
    {
        var name = reader.ReadText("the protocol name");
        var level = reader.ReadByte("the protocol version");
        if (!name.SequenceEqual(ProtocolName))
        {
            throw new MqttProtocolException(
                MqttReasonCode.UnsupportedProtocolVersion,
                $"the protocol is named \"{Encoding.UTF8.GetString(name[..Math.Min(name.Length, 20)])}\" instead of MQTT",
                "MQTT-3.1.2-1");
        }

        return level is 4 or 5
            ? (MqttProtocolVersion)level
            : throw new MqttProtocolException(
                MqttReasonCode.UnsupportedProtocolVersion,
                FormattableString.Invariant($"the protocol version is {level}, and 4 (3.1.1) and 5 (5.0) are spoken"),
                "MQTT-3.1.2-2");
    }

    private static ConnectFlags ReadFlags(ref MqttReader reader, MqttProtocolVersion version)
    {
        var flags = (ConnectFlags)reader.ReadByte("the flags of CONNECT");
        if (flags.HasFlag(ConnectFlags.Reserved))
        {
            Violation.Malformed("the reserved flag of CONNECT is set", "MQTT-3.1.2-3");
        }

        var willQuality = WillQuality(flags);
        if (!flags.HasFlag(ConnectFlags.Will) && (willQuality != 0 || flags.HasFlag(ConnectFlags.WillRetain)))
        {
            Violation.Malformed("there is no will, and its quality of service or retain flag is set", "MQTT-3.1.2-11, MQTT-3.1.2-13");
        }

        if (willQuality == 3)
        {
            Violation.Malformed("the quality of service of the will is 3", "MQTT-3.1.2-12");
        }

        if (version == MqttProtocolVersion.V311 && flags.HasFlag(ConnectFlags.Password) && !flags.HasFlag(ConnectFlags.UserName))
        {
            Violation.Malformed("there is a password without a user name", "3.1.1, MQTT-3.1.2-22");
        }

        return flags;
    }

    private static ConnectPacket ReadWillAndCredentials(ref MqttReader reader, ConnectFlags flags, ConnectPacket packet)
    {
        if (flags.HasFlag(ConnectFlags.Will))
        {
            packet = packet with { Will = ReadWill(ref reader, flags, packet.Version) };
        }

        if (flags.HasFlag(ConnectFlags.UserName))
        {
            packet = packet with { UserName = Encoding.UTF8.GetString(reader.ReadText("the user name")) };
        }

        return flags.HasFlag(ConnectFlags.Password) ? packet with { Password = reader.ReadBinary("the password").ToArray() } : packet;
    }

    private static MqttWill ReadWill(ref MqttReader reader, ConnectFlags flags, MqttProtocolVersion version)
    {
        var properties = reader.ReadProperties(PropertyUse.Will, version);
        var topic = reader.ReadText("the topic of the will");
        if (TopicName.FaultOf(topic) is { } fault)
        {
            Violation.Malformed($"the topic of the will {fault}", "5.0, section 4.7");
        }

        var message = MessageProperties.Read(properties, new MqttMessage
        {
            Topic = Encoding.UTF8.GetString(topic),
            Payload = reader.ReadBinary("the payload of the will").ToArray(),
            QualityOfService = (MqttQualityOfService)WillQuality(flags),
            Retain = flags.HasFlag(ConnectFlags.WillRetain),
        });
        return new MqttWill(message, ReadWillDelay(properties));
    }

    private static TimeSpan ReadWillDelay(PropertyReader properties)
    {
        while (properties.TryRead(out var property))
        {
            if (property.Id == PropertyId.WillDelayInterval)
            {
                return TimeSpan.FromSeconds(property.Number);
            }
        }

        return TimeSpan.Zero;
    }

    private static ConnectPacket ReadProperties(PropertyReader properties, ConnectPacket packet)
    {
        var userProperties = ImmutableArray.CreateBuilder<MqttUserProperty>();
        while (properties.TryRead(out var property))
        {
            packet = property.Id switch
            {
                PropertyId.SessionExpiryInterval => packet with { SessionExpirySeconds = property.Number },
                PropertyId.ReceiveMaximum => packet with { ReceiveMaximum = (ushort)property.Number },
                PropertyId.MaximumPacketSize => packet with { MaximumPacketSize = property.Number },
                PropertyId.TopicAliasMaximum => packet with { TopicAliasMaximum = (ushort)property.Number },
                PropertyId.RequestResponseInformation => packet with { RequestResponseInformation = property.Flag },
                PropertyId.RequestProblemInformation => packet with { RequestProblemInformation = property.Flag },
                PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = property.Text },
                PropertyId.AuthenticationData => packet with { AuthenticationData = property.Bytes.ToArray() },
                _ => packet,
            };
            if (property.Id == PropertyId.UserProperty)
            {
                userProperties.Add(property.UserProperty);
            }
        }

        if (packet is { AuthenticationData: not null, AuthenticationMethod: null })
        {
            Violation.Protocol("there are authentication data without a method", "5.0, section 3.1.2.11.10");
        }

        return packet with { UserProperties = userProperties.DrainToImmutable() };
    }

    private static void DemandNameOrCleanSession(ConnectPacket packet)
    {
        if (packet is { Version: MqttProtocolVersion.V311, ClientIdentifier: "", CleanStart: false })
        {
            throw new MqttProtocolException(
                MqttReasonCode.ClientIdentifierNotValid,
                "the client identifier is empty, which 3.1.1 allows with a clean session only",
                "3.1.1, MQTT-3.1.3-8");
        }
    }

    private static int WillQuality(ConnectFlags flags) => ((int)flags >> WillQualityShift) & 3;
}
