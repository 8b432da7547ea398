namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>What a session did with a message.</summary>
internal enum DeliveryOutcome
{
    /// <summary>Sent, queued, or done with by the rules of the standard.</summary>
    Taken,

    /// <summary>The session is away, and QoS 0 does not wait for it.</summary>
    Away,

    /// <summary>There was no room.</summary>
    Dropped,
}
