namespace Twins.Protocols.Mqtt;

/// <summary>What a broker holds and has done since it was created. Counters only grow; the others say how it is now.</summary>
public sealed record MqttBrokerFigures
{
    /// <summary>Clients connected now.</summary>
    public int Connections { get; init; }

    /// <summary>Sessions held now, with or without a connection.</summary>
    public int Sessions { get; init; }

    /// <summary>Subscriptions held now.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Retained messages held now.</summary>
    public int RetainedMessages { get; init; }

    /// <summary>Bytes of topics, payloads and properties of the retained messages.</summary>
    public long RetainedBytes { get; init; }

    /// <summary>Messages of QoS 1 and 2 that are held for clients now, unacknowledged ones included.</summary>
    public long QueuedMessages { get; init; }

    /// <summary>Bytes that are held for clients now.</summary>
    public long QueuedBytes { get; init; }

    /// <summary>Clients that are slow now (<see cref="MqttBrokerOptions.PublisherPatience"/>).</summary>
    public int SlowConsumers { get; init; }

    /// <summary>Counter: transports accepted.</summary>
    public long ConnectionsAccepted { get; init; }

    /// <summary>Counter: clients refused, by CONNACK or before.</summary>
    public long ConnectionsRefused { get; init; }

    /// <summary>Counter: bytes received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Counter: bytes sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Counter: packets received, of all types.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Counter: messages received from publishers.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>Counter: messages sent to subscribers, repetitions included.</summary>
    public long MessagesSent { get; init; }

    /// <summary>Counter: messages that matched no subscription.</summary>
    public long MessagesWithoutSubscriber { get; init; }

    /// <summary>Counter: deliveries of QoS 0 dropped because the subscriber was too slow.</summary>
    public long DroppedSlow { get; init; }

    /// <summary>Counter: deliveries of QoS 1 and 2 dropped because the queue of the subscriber was full.</summary>
    public long DroppedQueueFull { get; init; }

    /// <summary>Counter: deliveries dropped because the message expired before it could be sent.</summary>
    public long DroppedExpired { get; init; }

    /// <summary>Counter: deliveries dropped because the packet is longer than the subscriber accepts.</summary>
    public long DroppedTooLarge { get; init; }

    /// <summary>Counter: messages refused: not authorised, or beyond a bound.</summary>
    public long MessagesRefused { get; init; }

    /// <summary>Counter: how often the reading of a publisher paused for a subscriber.</summary>
    public long PublisherPauses { get; init; }

    /// <summary>Counter: connections closed because the client broke the standard.</summary>
    public long ProtocolViolations { get; init; }

    /// <summary>Counter: connections closed because nothing came from the client in time.</summary>
    public long KeepAliveTimeouts { get; init; }

    /// <summary>Counter: connections closed because another one took over the session.</summary>
    public long TakeOvers { get; init; }

    /// <summary>Counter: wills published.</summary>
    public long WillsPublished { get; init; }

    /// <summary>Counter: incidents, of which <see cref="MqttBroker.Diagnostics"/> keeps the last.</summary>
    public long Incidents { get; init; }
}
