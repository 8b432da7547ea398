using System.Buffers.Binary;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>A PUBLISH packet to be written (5.0, section 3.3), put together from parts that stand elsewhere; topic and properties must be valid.</summary>
internal readonly ref struct PublishPacket
{
    /// <summary>The topic name as UTF-8; empty when only the alias stands for it.</summary>
    public ReadOnlySpan<byte> Topic { get; init; }

    public ReadOnlySpan<byte> Payload { get; init; }

    public MqttQualityOfService QualityOfService { get; init; }

    public bool IsDuplicate { get; init; }

    public bool Retain { get; init; }

    /// <summary>The packet identifier; not written at QoS 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>The topic alias; 0: none.</summary>
    public ushort TopicAlias { get; init; }

    /// <summary>What is left of the message's expiry, in seconds; <see langword="null"/>: none.</summary>
    public uint? MessageExpirySeconds { get; init; }

    /// <summary>The identifiers of the subscriptions that the message is delivered for; each 1 to 268,435,455.</summary>
    public ReadOnlySpan<int> SubscriptionIdentifiers { get; init; }

    /// <summary>Further properties, encoded, see <see cref="MessageProperties.WriteForwarded"/>.</summary>
    public ReadOnlySpan<byte> ForwardedProperties { get; init; }

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public int Measure(MqttProtocolVersion version)
    {
        var body = MeasureBody(version, version == MqttProtocolVersion.V500 ? MeasureProperties() : 0);
        return 1 + VariableByteInteger.LengthOf(body) + body;
    }

    /// <summary>Writes the packet.</summary>
    /// <exception cref="InvalidOperationException">It is longer than the standard allows.</exception>
    public void Write(MqttWriter writer, MqttProtocolVersion version) => Payload.CopyTo(WriteHead(writer, version, Payload.Length));

    /// <summary>Writes the packet up to its payload, which the caller sends behind it.</summary>
    /// <exception cref="ArgumentException">It is longer than the standard allows.</exception>
    public void WriteHead(MqttWriter writer, MqttProtocolVersion version) => WriteHead(writer, version, roomForPayload: 0);

    private Span<byte> WriteHead(MqttWriter writer, MqttProtocolVersion version, int roomForPayload)
    {
        var propertiesLength = version == MqttProtocolVersion.V500 ? MeasureProperties() : 0;
        var body = MeasureBody(version, propertiesLength);
        if (body > MqttLimits.MaxVariableByteInteger)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"The message takes {body} bytes, and {MqttLimits.MaxVariableByteInteger} are the limit."));
        }

        var span = writer.Take(1 + VariableByteInteger.LengthOf(body) + body - Payload.Length + roomForPayload);
        span[0] = (byte)(((int)MqttPacketType.Publish << 4) | (IsDuplicate ? 8 : 0) | ((int)QualityOfService << 1) | (Retain ? 1 : 0));
        span = span[(1 + VariableByteInteger.Write(span[1..], body))..];
        BinaryPrimitives.WriteUInt16BigEndian(span, (ushort)Topic.Length);
        Topic.CopyTo(span[sizeof(ushort)..]);
        span = span[(sizeof(ushort) + Topic.Length)..];
        if (QualityOfService != MqttQualityOfService.AtMostOnce)
        {
            BinaryPrimitives.WriteUInt16BigEndian(span, PacketId);
            span = span[sizeof(ushort)..];
        }

        if (version == MqttProtocolVersion.V500)
        {
            span = span[VariableByteInteger.Write(span, propertiesLength)..];
            span = propertiesLength == 0 ? span : WriteProperties(span);
        }

        return span;
    }

    private int MeasureBody(MqttProtocolVersion version, int propertiesLength)
    {
        var packetId = QualityOfService == MqttQualityOfService.AtMostOnce ? 0 : sizeof(ushort);
        var properties = version == MqttProtocolVersion.V500 ? VariableByteInteger.LengthOf(propertiesLength) + propertiesLength : 0;
        return checked(sizeof(ushort) + Topic.Length + packetId + properties + Payload.Length);
    }

    private int MeasureProperties()
    {
        var length = ForwardedProperties.Length;
        length += TopicAlias == 0 ? 0 : 1 + sizeof(ushort);
        length += MessageExpirySeconds is null ? 0 : 1 + sizeof(uint);
        foreach (var identifier in SubscriptionIdentifiers)
        {
            length += 1 + VariableByteInteger.LengthOf(identifier);
        }

        return length;
    }

    private Span<byte> WriteProperties(Span<byte> span)
    {
        if (TopicAlias != 0)
        {
            span[0] = (byte)PropertyId.TopicAlias;
            BinaryPrimitives.WriteUInt16BigEndian(span[1..], TopicAlias);
            span = span[(1 + sizeof(ushort))..];
        }

        if (MessageExpirySeconds is { } expiry)
        {
            span[0] = (byte)PropertyId.MessageExpiryInterval;
            BinaryPrimitives.WriteUInt32BigEndian(span[1..], expiry);
            span = span[(1 + sizeof(uint))..];
        }

        foreach (var identifier in SubscriptionIdentifiers)
        {
            span[0] = (byte)PropertyId.SubscriptionIdentifier;
            span = span[(1 + VariableByteInteger.Write(span[1..], identifier))..];
        }

        ForwardedProperties.CopyTo(span);
        return span[ForwardedProperties.Length..];
    }
}
