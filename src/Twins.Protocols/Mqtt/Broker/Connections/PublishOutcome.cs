namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>What became of a PUBLISH that was to be written.</summary>
internal enum PublishOutcome
{
    Written,

    /// <summary>Written as the first bytes since the last flush: the caller has to see to the next one.</summary>
    WrittenFirst,

    /// <summary>Longer than the client accepts; it must not be sent [MQTT-3.1.2-24] and counts as delivered [MQTT-3.1.2-25].</summary>
    TooLarge,

    /// <summary>The connection is ending.</summary>
    Closed,
}
