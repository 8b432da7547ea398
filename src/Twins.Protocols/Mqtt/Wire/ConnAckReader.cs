using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Reads CONNACK.</summary>
internal static class ConnAckReader
{
    public static ConnAckPacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        var flags = reader.ReadByte("the flags of CONNACK");
        if (flags > 1)
        {
            Violation.Malformed(FormattableString.Invariant($"the flags of CONNACK are {flags}, and only bit 0 is defined"), "MQTT-3.2.2-1");
        }

        var code = reader.ReadByte("the reason code");
        var packet = new ConnAckPacket { SessionPresent = flags == 1, ReasonCode = ReasonCodeOf(code, version) };
        if (packet.SessionPresent && packet.ReasonCode != MqttReasonCode.Success)
        {
            Violation.Protocol("a refused connection has a session", "MQTT-3.2.2-6");
        }

        var properties = reader.ReadProperties(PropertyUse.ConnAck, version);
        reader.End();
        return ReadProperties(properties, packet);
    }

    private static MqttReasonCode ReasonCodeOf(byte code, MqttProtocolVersion version)
    {
        if (version != MqttProtocolVersion.V500)
        {
            return ReturnCodes.ToReasonCode(code);
        }

        ReasonCodeRules.DemandConnAck((MqttReasonCode)code);
        return (MqttReasonCode)code;
    }

    private static ConnAckPacket ReadProperties(PropertyReader properties, ConnAckPacket packet)
    {
        var userProperties = ImmutableArray.CreateBuilder<MqttUserProperty>();
        while (properties.TryRead(out var property))
        {
            if (property.Id == PropertyId.UserProperty)
            {
                userProperties.Add(property.UserProperty);
            }
            else
            {
                packet = With(packet, property);
            }
        }

        return packet with { UserProperties = userProperties.DrainToImmutable() };
    }

    private static ConnAckPacket With(ConnAckPacket packet, in MqttProperty property) => property.Id switch
    {
        PropertyId.SessionExpiryInterval => packet with { SessionExpirySeconds = property.Number },
        PropertyId.ReceiveMaximum => packet with { ReceiveMaximum = (ushort)property.Number },
        PropertyId.MaximumQualityOfService => packet with { MaximumQualityOfService = (MqttQualityOfService)property.Number },
        PropertyId.RetainAvailable => packet with { RetainAvailable = property.Flag },
        PropertyId.MaximumPacketSize => packet with { MaximumPacketSize = property.Number },
        PropertyId.AssignedClientIdentifier => packet with { AssignedClientIdentifier = property.Text },
        PropertyId.TopicAliasMaximum => packet with { TopicAliasMaximum = (ushort)property.Number },
        PropertyId.ReasonString => packet with { ReasonString = property.Text },
        PropertyId.WildcardSubscriptionAvailable => packet with { WildcardSubscriptionAvailable = property.Flag },
        PropertyId.SubscriptionIdentifierAvailable => packet with { SubscriptionIdentifierAvailable = property.Flag },
        PropertyId.SharedSubscriptionAvailable => packet with { SharedSubscriptionAvailable = property.Flag },
        PropertyId.ServerKeepAlive => packet with { ServerKeepAliveSeconds = (ushort)property.Number },
        PropertyId.ResponseInformation => packet with { ResponseInformation = property.Text },
        PropertyId.ServerReference => packet with { ServerReference = property.Text },
        PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = property.Text },
        PropertyId.AuthenticationData => packet with { AuthenticationData = property.Bytes.ToArray() },
        _ => packet,
    };
}
