using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>AUTH, a step of enhanced authentication (5.0, section 3.15); 3.1.1 does not know it.</summary>
internal sealed record AuthPacket
{
    public MqttReasonCode ReasonCode { get; init; }

    /// <summary>The method; <see langword="null"/> only in the short form that says nothing but success.</summary>
    public string? AuthenticationMethod { get; init; }

    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    public string? ReasonString { get; init; }

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static AuthPacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version, MqttSender sender)
    {
        header.Demand(version);
        var reader = new MqttReader(body);
        var code = body.IsEmpty ? MqttReasonCode.Success : (MqttReasonCode)reader.ReadByte("the reason code");
        ReasonCodeRules.DemandAuth(code, sender);
        if (body.IsEmpty)
        {
            return new AuthPacket();
        }

        var properties = reader.ReadProperties(PropertyUse.Auth, version);
        reader.End();
        var packet = ReadProperties(properties, new AuthPacket { ReasonCode = code });
        if (packet.AuthenticationMethod is null)
        {
            Violation.Protocol("AUTH names no authentication method", "5.0, section 3.15.2.2.2");
        }

        return packet;
    }

    /// <summary>Writes the packet.</summary>
    /// <exception cref="ArgumentException">A value cannot be told in MQTT.</exception>
    public void Write(MqttWriter writer)
    {
        var packet = writer.BeginPacket(MqttPacketType.Auth);
        if (ReasonCode != MqttReasonCode.Success || AuthenticationMethod is not null)
        {
            writer.WriteByte((byte)ReasonCode);
            var properties = writer.BeginLength();
            writer.WriteProperty(PropertyId.AuthenticationMethod, AuthenticationMethod);
            writer.WriteProperty(PropertyId.AuthenticationData, AuthenticationData);
            writer.WriteProperty(PropertyId.ReasonString, ReasonString);
            writer.WriteUserProperties(UserProperties);
            writer.EndLength(properties);
        }

        writer.EndLength(packet);
    }

    private static AuthPacket ReadProperties(PropertyReader properties, AuthPacket packet)
    {
        var userProperties = ImmutableArray.CreateBuilder<MqttUserProperty>();
        while (properties.TryRead(out var property))
        {
            switch (property.Id)
            {
                case PropertyId.AuthenticationMethod:
                    packet = packet with { AuthenticationMethod = property.Text };
                    break;
                case PropertyId.AuthenticationData:
                    packet = packet with { AuthenticationData = property.Bytes.ToArray() };
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
