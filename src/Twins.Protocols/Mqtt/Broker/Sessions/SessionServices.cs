using Twins.Protocols.Mqtt.Broker.Diagnostics;
using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>What all sessions of a broker use.</summary>
/// <param name="Limits">How much is held for each.</param>
/// <param name="Messages">Makes messages, and knows when they expire.</param>
/// <param name="Store">Keeps what must not be lost; null when nothing is kept.</param>
/// <param name="Counters">Counts what is dropped.</param>
/// <param name="Incidents">Names who is in trouble.</param>
/// <param name="Time">The clock of expiry and will delay.</param>
internal sealed record SessionServices(
    QueueLimits Limits,
    MessageFactory Messages,
    IMqttBrokerStore? Store,
    BrokerCounters Counters,
    IncidentLog Incidents,
    TimeProvider Time);
