using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>CONNACK, the broker's answer to CONNECT (5.0, section 3.2). What only 5.0 knows has its default on 3.1.1.</summary>
internal sealed record ConnAckPacket
{
    public bool SessionPresent { get; init; }

    /// <summary>Success, or why the connection is refused; a return code of 3.1.1 is mapped.</summary>
    public MqttReasonCode ReasonCode { get; init; }

    /// <summary>How long the session lives on, when that is not what the client asked for.</summary>
    public uint? SessionExpirySeconds { get; init; }

    /// <summary>How many messages at QoS 1 and 2 the broker takes without having acknowledged them.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    public MqttQualityOfService MaximumQualityOfService { get; init; } = MqttQualityOfService.ExactlyOnce;

    public bool RetainAvailable { get; init; } = true;

    /// <summary>The longest packet the broker takes; <see langword="null"/>: any.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>The name the broker chose for the client.</summary>
    public string? AssignedClientIdentifier { get; init; }

    /// <summary>The greatest topic alias the broker takes; 0: none.</summary>
    public ushort TopicAliasMaximum { get; init; }

    /// <summary>What the broker says beside the code, for people to read.</summary>
    public string? ReasonString { get; init; }

    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];

    public bool WildcardSubscriptionAvailable { get; init; } = true;

    public bool SubscriptionIdentifierAvailable { get; init; } = true;

    public bool SharedSubscriptionAvailable { get; init; } = true;

    /// <summary>The keep-alive interval in seconds that holds instead of the client's.</summary>
    public ushort? ServerKeepAliveSeconds { get; init; }

    /// <summary>Where answers can be awaited.</summary>
    public string? ResponseInformation { get; init; }

    /// <summary>Which other broker to use.</summary>
    public string? ServerReference { get; init; }

    public string? AuthenticationMethod { get; init; }

    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    /// <summary>Reads the packet.</summary>
    /// <exception cref="MqttProtocolException">It breaks a rule of the standard.</exception>
    public static ConnAckPacket Read(FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version) =>
        ConnAckReader.Read(header, body, version);

    /// <summary>
    /// Writes the packet. On 3.1.1 a reason code without a return code writes nothing: the connection is closed without an
    /// answer (3.1.1, MQTT-3.2.2-6).
    /// </summary>
    /// <exception cref="ArgumentException">A value cannot be told in MQTT.</exception>
    public void Write(MqttWriter writer, MqttProtocolVersion version)
    {
        if (version == MqttProtocolVersion.V500)
        {
            var packet = writer.BeginPacket(MqttPacketType.ConnAck);
            writer.WriteByte((byte)(SessionPresent ? 1 : 0));
            writer.WriteByte((byte)ReasonCode);
            WriteProperties(writer);
            writer.EndLength(packet);
        }
        else if (ReturnCodes.TryFromReasonCode(ReasonCode, out var returnCode))
        {
            writer.WriteBytes([(byte)MqttPacketType.ConnAck << 4, 2, (byte)(SessionPresent ? 1 : 0), returnCode]);
        }
    }

    private void WriteProperties(MqttWriter writer)
    {
        var start = writer.BeginLength();
        writer.WriteProperty(PropertyId.SessionExpiryInterval, SessionExpirySeconds);
        writer.WriteProperty(PropertyId.ReceiveMaximum, ReceiveMaximum == ushort.MaxValue ? null : (ushort?)ReceiveMaximum);
        writer.WriteProperty(
            PropertyId.MaximumQualityOfService,
            MaximumQualityOfService == MqttQualityOfService.ExactlyOnce ? null : (byte?)MaximumQualityOfService);
        writer.WriteFlag(PropertyId.RetainAvailable, RetainAvailable, defaultValue: true);
        writer.WriteProperty(PropertyId.MaximumPacketSize, MaximumPacketSize);
        writer.WriteProperty(PropertyId.AssignedClientIdentifier, AssignedClientIdentifier);
        writer.WriteProperty(PropertyId.TopicAliasMaximum, TopicAliasMaximum == 0 ? null : (ushort?)TopicAliasMaximum);
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteUserProperties(UserProperties);
        writer.WriteFlag(PropertyId.WildcardSubscriptionAvailable, WildcardSubscriptionAvailable, defaultValue: true);
        writer.WriteFlag(PropertyId.SubscriptionIdentifierAvailable, SubscriptionIdentifierAvailable, defaultValue: true);
        writer.WriteFlag(PropertyId.SharedSubscriptionAvailable, SharedSubscriptionAvailable, defaultValue: true);
        writer.WriteProperty(PropertyId.ServerKeepAlive, ServerKeepAliveSeconds);
        writer.WriteProperty(PropertyId.ResponseInformation, ResponseInformation);
        writer.WriteProperty(PropertyId.ServerReference, ServerReference);
        writer.WriteProperty(PropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.WriteProperty(PropertyId.AuthenticationData, AuthenticationData);
        writer.EndLength(start);
    }
}
