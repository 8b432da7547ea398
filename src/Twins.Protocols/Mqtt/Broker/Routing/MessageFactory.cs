namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>Makes the messages that a broker holds, numbers them, and knows when they expire.</summary>
/// <param name="time">The clock of the message expiry.</param>
internal sealed class MessageFactory(TimeProvider time)
{
    private long _lastId;

    /// <summary>Goes on behind a message of an earlier run.</summary>
    public void Follow(long id) => _lastId = Math.Max(_lastId, id);

    /// <summary>Copies a message, in one piece.</summary>
    public MqttStoredMessage Create(scoped in Publication publication)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(publication.Size);
        publication.Topic.CopyTo(bytes);
        var payloadAt = publication.Topic.Length;
        publication.Payload.CopyTo(bytes.AsSpan(payloadAt));
        var propertiesAt = payloadAt + publication.Payload.Length;
        publication.Properties.CopyTo(bytes.AsSpan(propertiesAt));
        return new MqttStoredMessage
        {
            Id = NextId(),
            Topic = bytes.AsMemory(0, payloadAt),
            Payload = bytes.AsMemory(payloadAt, publication.Payload.Length),
            Properties = bytes.AsMemory(propertiesAt),
            QualityOfService = publication.QualityOfService,
            ExpiresAt = publication.ExpirySeconds is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null,
            Publisher = publication.Publisher,
        };
    }

    public long NextId() => Interlocked.Increment(ref _lastId);

    public bool IsExpired(MqttStoredMessage message) => message.ExpiresAt is { } at && at <= time.GetUtcNow();

    /// <summary>What is left of a message's expiry [MQTT-3.3.2-6], rounded up to whole seconds; null when it never expires.</summary>
    public uint? RemainingSeconds(MqttStoredMessage message) => message.ExpiresAt is { } at
        ? (uint)Math.Clamp(Math.Ceiling((at - time.GetUtcNow()).TotalSeconds), 0, uint.MaxValue)
        : null;
}
