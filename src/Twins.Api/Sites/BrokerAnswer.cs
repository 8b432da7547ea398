using Twins.Brokers;

namespace Twins.Api.Sites;

/// <summary>The MQTT broker of a site's own gateway, with its counters since the start.</summary>
/// <param name="Running">Whether it runs.</param>
/// <param name="Fault">Why it does not run; null when it does.</param>
/// <param name="Listeners">Where it listens.</param>
/// <param name="Persistent">Whether sessions, subscriptions and retained messages outlast the process.</param>
/// <param name="Accounts">How many accounts may connect; null when anybody may, from this machine.</param>
/// <param name="Clients">Clients connected now.</param>
/// <param name="Sessions">Sessions held now, with or without a connection.</param>
/// <param name="Subscriptions">Subscriptions held now.</param>
/// <param name="RetainedMessages">Retained messages held now.</param>
/// <param name="RetainedBytes">Bytes of the retained messages.</param>
/// <param name="QueuedMessages">Messages of QoS 1 and 2 that are held for clients now.</param>
/// <param name="Received">Messages received.</param>
/// <param name="Sent">Messages sent.</param>
/// <param name="Dropped">Messages dropped because a client was too slow, away for too long, or took no packet as long.</param>
/// <param name="Refused">Connections and messages refused.</param>
/// <param name="Violations">Connections closed because the client broke the standard.</param>
/// <param name="SlowClients">Clients that take their messages more slowly than they come, the slowest first.</param>
/// <param name="Incidents">What clients did wrong or were refused last, the newest first.</param>
internal sealed record BrokerAnswer(
    bool Running,
    string? Fault,
    IReadOnlyList<BrokerListenerAnswer> Listeners,
    bool Persistent,
    int? Accounts,
    int Clients,
    int Sessions,
    int Subscriptions,
    int RetainedMessages,
    long RetainedBytes,
    long QueuedMessages,
    long Received,
    long Sent,
    long Dropped,
    long Refused,
    long Violations,
    IReadOnlyList<SlowClientAnswer> SlowClients,
    IReadOnlyList<BrokerIncidentAnswer> Incidents)
{
    /// <summary>The answer for a broker's status.</summary>
    public static BrokerAnswer From(BrokerStatus status) => new(
        status.Fault is null,
        status.Fault,
        [.. status.Listeners.Select(listener => new BrokerListenerAnswer(listener.Transport, listener.Address))],
        status.Persistent,
        status.Accounts,
        status.Figures.Clients,
        status.Figures.Sessions,
        status.Figures.Subscriptions,
        status.Figures.RetainedMessages,
        status.Figures.RetainedBytes,
        status.Figures.QueuedMessages,
        status.Figures.Received,
        status.Figures.Sent,
        status.Figures.Dropped,
        status.Figures.Refused,
        status.Figures.Violations,
        [.. status.SlowClients.Select(slow => new SlowClientAnswer(slow.Client, slow.QueuedMessages, slow.QueuedBytes, slow.Dropped))],
        [.. status.Incidents.Select(incident => new BrokerIncidentAnswer(incident.At, incident.Client, incident.From, incident.Reason))]);
}

/// <summary>An address at which clients reach a broker.</summary>
/// <param name="Transport">How: tcp, tls or websocket.</param>
/// <param name="Address">Address and port, or the path of a WebSocket.</param>
internal sealed record BrokerListenerAnswer(string Transport, string Address);

/// <summary>A client that takes its messages more slowly than they come.</summary>
/// <param name="Client">Its client identifier.</param>
/// <param name="QueuedMessages">Messages that are held for it.</param>
/// <param name="QueuedBytes">Bytes that are held for it.</param>
/// <param name="Dropped">Messages to it that were dropped.</param>
internal sealed record SlowClientAnswer(string Client, long QueuedMessages, long QueuedBytes, long Dropped);

/// <summary>What a client did wrong, or was refused.</summary>
/// <param name="At">When.</param>
/// <param name="Client">Its client identifier; empty when it was not known yet.</param>
/// <param name="From">Where from; empty when that is not known.</param>
/// <param name="Reason">What happened.</param>
internal sealed record BrokerIncidentAnswer(Timestamp At, string Client, string From, string Reason);
