using Twins.Protocols.Mqtt.Topics;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Outgoing;

/// <summary>Checks messages and writes them as PUBLISH packets, with what one connection grants: aliases and packet size.</summary>
internal sealed class PublishEncoder(MqttClientOptions options) : IDisposable
{
    private readonly MqttWriter _parts = new();
    private OutgoingAliases _aliases = new(capacity: 0);
    private int _maximumPacketSize = MqttLimits.MaxPacketSize;

    /// <summary>Begins with another connection, which knows no aliases yet.</summary>
    public void Attach(MqttServerGrant grant)
    {
        _aliases = new OutgoingAliases(Math.Min(options.OutgoingTopicAliases, grant.TopicAliasMaximum));
        _maximumPacketSize = grant.MaximumPacketSize ?? MqttLimits.MaxPacketSize;
    }

    /// <summary>Checks a message that is to be published, and returns the bytes of its payload and topic.</summary>
    /// <exception cref="ArgumentException">It cannot be sent: topic, a property or its size.</exception>
    public int Check(MqttMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!Enum.IsDefined(message.QualityOfService))
        {
            throw new ArgumentException($"The quality of service is {(int)message.QualityOfService}, and 0, 1 and 2 are defined.", nameof(message));
        }

        var topicLength = WriteParts(message);
        if (TopicName.FaultOf(_parts.Written[..topicLength]) is { } fault)
        {
            throw new ArgumentException($"The topic '{message.Topic}' {fault}.", nameof(message));
        }

        _ = MessageProperties.ExpirySeconds(message);
        return Packet(message, topicLength).Measure(options.Version) <= MqttLimits.MaxPacketSize
            ? message.Payload.Length + topicLength
            : throw new ArgumentException(
                FormattableString.Invariant($"The payload has {message.Payload.Length} bytes, and a packet of MQTT ends at {MqttLimits.MaxPacketSize}."), nameof(message));
    }

    /// <summary>Writes a message that was checked.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="packetId">Its packet identifier; 0 at QoS 0.</param>
    /// <param name="isDuplicate">Whether it was sent before.</param>
    /// <param name="waited">How long it has been waiting here, which counts against its expiry.</param>
    /// <returns>Whether it was written; not when the packet is larger than the server takes.</returns>
    public bool TryWrite(MqttWriter writer, MqttMessage message, ushort packetId, bool isDuplicate, TimeSpan waited)
    {
        var topicLength = WriteParts(message);
        var isKnown = _aliases.TryUse(message.Topic, out var alias);
        var packet = Packet(message, topicLength, packetId, isDuplicate, waited, isKnown, alias);
        if (packet.Measure(options.Version) > _maximumPacketSize && alias != 0 && !isKnown)
        {
            // Telling the alias takes three bytes that this packet may not have.
            alias = 0;
            packet = Packet(message, topicLength, packetId, isDuplicate, waited);
        }

        if (packet.Measure(options.Version) > _maximumPacketSize)
        {
            return false;
        }

        packet.Write(writer, options.Version);
        if (alias != 0 && !isKnown)
        {
            _aliases.Told(message.Topic, alias);
        }

        return true;
    }

    public void Dispose() => _parts.Dispose();

    /// <summary>Encodes the topic, then the properties; returns where the one ends.</summary>
    private int WriteParts(MqttMessage message)
    {
        _parts.Truncate(0);
        var topicLength = MqttText.Measure(message.Topic, nameof(message.Topic));
        MqttText.Write(message.Topic, _parts.Take(topicLength), nameof(message.Topic));
        if (options.Version == MqttProtocolVersion.V500)
        {
            MessageProperties.WriteForwarded(_parts, message);
        }

        return topicLength;
    }

    private PublishPacket Packet(
        MqttMessage message,
        int topicLength,
        ushort packetId = 0,
        bool isDuplicate = false,
        TimeSpan waited = default,
        bool omitTopic = false,
        ushort alias = 0) => new()
        {
            Topic = omitTopic ? default : _parts.Written[..topicLength],
            ForwardedProperties = _parts.Written[topicLength..],
            Payload = message.Payload.Span,
            QualityOfService = message.QualityOfService,
            Retain = message.Retain,
            PacketId = packetId,
            IsDuplicate = isDuplicate,
            TopicAlias = alias,
            MessageExpirySeconds = RemainingExpiry(message, waited),
        };

    private static uint? RemainingExpiry(MqttMessage message, TimeSpan waited)
    {
        if (MessageProperties.ExpirySeconds(message) is not { } seconds)
        {
            return null;
        }

        // A message that has to be sent again must be, however late; it then expires at once.
        var remaining = seconds - Math.Floor(waited.TotalSeconds);
        return remaining > 0 ? (uint)remaining : 0;
    }
}
