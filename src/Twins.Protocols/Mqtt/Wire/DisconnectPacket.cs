using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>DISCONNECT (5.0, section 3.14). In 3.1.1 only clients send it, and it says nothing more.</summary>
internal sealed record DisconnectPacket
{
    public MqttReasonCode ReasonCode { get; init; }

    /// <summary>How long the session lives on, when the client changes its mind; <see langword="null"/>: as agreed.</summary>
    public uint? SessionExpirySeconds { get; init; }

    public string? ReasonString { get; init; }

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Which other broker to use.</summary>
    public string? ServerReference { get; init; }

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static DisconnectPacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version, MqttSender sender)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        if (version != MqttProtocolVersion.V500 || body.IsEmpty)
        {
            reader.End();
            return new DisconnectPacket();
        }

        var code = (MqttReasonCode)reader.ReadByte("the reason code");
        ReasonCodeRules.DemandDisconnect(code, sender);
        var packet = new DisconnectPacket { ReasonCode = code };
        if (reader.Left == 0)
        {
            return packet;
        }

        var properties = reader.ReadProperties(PropertyUse.Disconnect, version);
        reader.End();
        return ReadProperties(properties, packet, sender);
    }

    /// <summary>Writes the packet in as few bytes as it takes.</summary>
    /// <exception cref="ArgumentException">A value cannot be told in MQTT.</exception>
    public void Write(MqttWriter writer, MqttProtocolVersion version)
    {
        var packet = writer.BeginPacket(MqttPacketType.Disconnect);
        var hasProperties = SessionExpirySeconds is not null || ReasonString is not null || ServerReference is not null
            || !UserProperties.IsDefaultOrEmpty;
        if (version == MqttProtocolVersion.V500 && (hasProperties || ReasonCode != MqttReasonCode.Success))
        {
            writer.WriteByte((byte)ReasonCode);
            if (hasProperties)
            {
                WriteProperties(writer);
            }
        }

        writer.EndLength(packet);
    }

    private void WriteProperties(MqttWriter writer)
    {
        var start = writer.BeginLength();
        writer.WriteProperty(PropertyId.SessionExpiryInterval, SessionExpirySeconds);
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteUserProperties(UserProperties);
        writer.WriteProperty(PropertyId.ServerReference, ServerReference);
        writer.EndLength(start);
    }

    private static DisconnectPacket ReadProperties(PropertyReader properties, DisconnectPacket packet, MqttSender sender)
    {
        var userProperties = ImmutableArray.CreateBuilder<MqttUserProperty>();
        while (properties.TryRead(out var property))
        {
            switch (property.Id)
            {
                case PropertyId.SessionExpiryInterval when sender == MqttSender.Server:
                    Violation.Protocol("the broker's DISCONNECT sets the expiry of the session", "MQTT-3.14.2-2");
                    break;
                case PropertyId.SessionExpiryInterval:
                    packet = packet with { SessionExpirySeconds = property.Number };
                    break;
                case PropertyId.ServerReference when sender == MqttSender.Client:
                    Violation.Protocol("a client's DISCONNECT refers to another broker", "5.0, section 3.14.2.2.5");
                    break;
                case PropertyId.ServerReference:
                    packet = packet with { ServerReference = property.Text };
                    break;
                case PropertyId.ReasonString:
                    packet = packet with { ReasonString = property.Text };
                    break;
                default:
                    userProperties.Add(property.UserProperty);
                    break;
            }
        }

        return packet with { UserProperties = userProperties.DrainToImmutable() };
    }
}
