namespace Twins.Protocols.Mqtt;

/// <summary>What a client did and has to do, read at one moment. Counters start at 0 with the client and never go back.</summary>
public sealed record MqttClientFigures
{
    /// <summary>Connections that a server accepted.</summary>
    public long ConnectionsAccepted { get; init; }

    /// <summary>Attempts to connect that failed or were refused.</summary>
    public long ConnectionsFailed { get; init; }

    /// <summary>Accepted connections that ended otherwise than by the own disconnect.</summary>
    public long ConnectionsLost { get; init; }

    /// <summary>Connections after which the server had lost the session, so that subscriptions were renewed.</summary>
    public long SessionsLost { get; init; }

    /// <summary>Packets of the server that broke the standard; each ended its connection.</summary>
    public long ProtocolViolations { get; init; }

    /// <summary>Messages handed to the receiver.</summary>
    public long MessagesReceived { get; init; }

    /// <summary>QoS 2 messages that came again after a broken connection and were not handed over a second time.</summary>
    public long DuplicatesSuppressed { get; init; }

    /// <summary>Messages for which the receiver threw; see <see cref="IMqttReceiver.OnMessage"/>.</summary>
    public long ReceiverFaults { get; init; }

    /// <summary>QoS 0 messages written, and QoS 1 and 2 messages acknowledged by the server.</summary>
    public long MessagesPublished { get; init; }

    /// <summary>QoS 1 and 2 messages sent again after a broken connection.</summary>
    public long MessagesResent { get; init; }

    /// <summary>QoS 0 messages dropped from the full queue, the oldest first, and messages of any QoS that expired while they waited.</summary>
    public long MessagesDropped { get; init; }

    /// <summary>QoS 1 and 2 messages refused because the queue was full (<see cref="MqttBusyException"/>).</summary>
    public long MessagesRefused { get; init; }

    /// <summary>Subscriptions that the server had granted and refused when they were renewed.</summary>
    public long SubscriptionsLost { get; init; }

    /// <summary>Messages that wait to be sent.</summary>
    public int Queued { get; init; }

    /// <summary>Their payloads and topics, in bytes.</summary>
    public long QueuedBytes { get; init; }

    /// <summary>QoS 1 and 2 messages sent and not yet acknowledged by the server.</summary>
    public int InFlight { get; init; }

    /// <summary>QoS 1 and 2 messages received and not yet acknowledged.</summary>
    public int Unacknowledged { get; init; }

    /// <summary>The last fault of any of these kinds; <see langword="null"/>: none so far.</summary>
    public MqttClientFault? LastFault { get; init; }
}

/// <summary>Something that went wrong, for display.</summary>
/// <param name="At">When.</param>
/// <param name="Message">What, with value, limit and clause where the standard was broken.</param>
/// <param name="ReasonCode">The reason code that was sent or received with it, if there was one.</param>
public sealed record MqttClientFault(DateTimeOffset At, string Message, MqttReasonCode? ReasonCode = null);
