using System.Collections.Immutable;

namespace Twins.Brokers;

/// <summary>How a site's own MQTT broker is.</summary>
/// <param name="Listeners">Where it listens; empty while it does not.</param>
/// <param name="Fault">Why it does not run; null when it runs.</param>
/// <param name="Persistent">Whether what must last outlasts the process.</param>
/// <param name="Accounts">How many accounts may connect; null when anybody may, from this machine.</param>
/// <param name="Figures">What it holds and has done since its start.</param>
/// <param name="SlowClients">Clients that take their messages more slowly than they come, the slowest first; the first few.</param>
/// <param name="Incidents">What clients did wrong or were refused last, the newest first.</param>
[GenerateSerializer, Alias("twins.broker-status"), Immutable]
public sealed record BrokerStatus(
    [property: Id(0)] ImmutableArray<BrokerListener> Listeners,
    [property: Id(1)] string? Fault,
    [property: Id(2)] bool Persistent,
    [property: Id(3)] int? Accounts,
    [property: Id(4)] BrokerFigures Figures,
    [property: Id(5)] ImmutableArray<SlowClient> SlowClients,
    [property: Id(6)] ImmutableArray<BrokerIncident> Incidents);

/// <summary>An address at which clients reach a broker.</summary>
/// <param name="Transport">How: <c>tcp</c>, <c>tls</c> or <c>websocket</c>.</param>
/// <param name="Address">Address and port, or the path of a WebSocket.</param>
[GenerateSerializer, Alias("twins.broker-listener"), Immutable]
public readonly record struct BrokerListener([property: Id(0)] string Transport, [property: Id(1)] string Address);

/// <summary>What a broker holds now, and counters since its start.</summary>
/// <param name="Clients">Clients connected now.</param>
/// <param name="Sessions">Sessions held now, with or without a connection.</param>
/// <param name="Subscriptions">Subscriptions held now.</param>
/// <param name="RetainedMessages">Retained messages held now.</param>
/// <param name="RetainedBytes">Bytes of the retained messages.</param>
/// <param name="QueuedMessages">Messages of QoS 1 and 2 that are held for clients now.</param>
/// <param name="Received">Counter: messages received.</param>
/// <param name="Sent">Counter: messages sent.</param>
/// <param name="Dropped">Counter: messages dropped because a client was too slow, away for too long, or took no packet as long.</param>
/// <param name="Refused">Counter: connections and messages refused.</param>
/// <param name="Violations">Counter: connections closed because the client broke the standard.</param>
[GenerateSerializer, Alias("twins.broker-figures"), Immutable]
public sealed record BrokerFigures(
    [property: Id(0)] int Clients,
    [property: Id(1)] int Sessions,
    [property: Id(2)] int Subscriptions,
    [property: Id(3)] int RetainedMessages,
    [property: Id(4)] long RetainedBytes,
    [property: Id(5)] long QueuedMessages,
    [property: Id(6)] long Received,
    [property: Id(7)] long Sent,
    [property: Id(8)] long Dropped,
    [property: Id(9)] long Refused,
    [property: Id(10)] long Violations)
{
    /// <summary>A broker that has not begun.</summary>
    public static BrokerFigures None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

/// <summary>A client that takes its messages more slowly than they come.</summary>
/// <param name="Client">Its client identifier.</param>
/// <param name="QueuedMessages">Messages that are held for it.</param>
/// <param name="QueuedBytes">Bytes that are held for it.</param>
/// <param name="Dropped">Messages to it that were dropped.</param>
[GenerateSerializer, Alias("twins.slow-client"), Immutable]
public sealed record SlowClient(
    [property: Id(0)] string Client, [property: Id(1)] long QueuedMessages, [property: Id(2)] long QueuedBytes, [property: Id(3)] long Dropped);

/// <summary>What a client did wrong, or was refused.</summary>
/// <param name="At">When.</param>
/// <param name="Client">Its client identifier; empty when it was not known yet.</param>
/// <param name="From">Where from; empty when that is not known.</param>
/// <param name="Reason">What happened, with value, limit and where the standard says so.</param>
[GenerateSerializer, Alias("twins.broker-incident"), Immutable]
public sealed record BrokerIncident(
    [property: Id(0)] Timestamp At, [property: Id(1)] string Client, [property: Id(2)] string From, [property: Id(3)] string Reason);
