using System.Collections.Concurrent;
using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>
/// The sessions of a broker: who connects, takes over, leaves, comes back or stays away (5.0, sections 3.1.2.4, 3.1.4, 4.1). One lock;
/// messages do not pass through it.
/// </summary>
internal sealed class SessionTable(MqttBrokerOptions options, RoutingTable routes, SessionServices services)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private int _connected;

    /// <summary>How many sessions there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>How many clients are connected.</summary>
    public int Connected => Volatile.Read(ref _connected);

    /// <summary>All sessions, as they come.</summary>
    public IEnumerable<Session> All => _sessions.Select(entry => entry.Value);

    public Session? Find(string clientId) => _sessions.GetValueOrDefault(clientId);

    /// <summary>Gives a client its session, and takes that from the connection that had it.</summary>
    public Admission Attach(BrokerConnection connection, ConnectTerms terms, Aftermath aftermath)
    {
        lock (_gate)
        {
            var session = _sessions.GetValueOrDefault(terms.ClientId);
            if (RefusalFor(session, terms) is { } refusal)
            {
                return refusal;
            }

            if (session is not null && !GoesOn(session, terms, aftermath))
            {
                session = null;
            }

            var isPresent = session is not null;
            session ??= _sessions[terms.ClientId] = new Session(terms.ClientId, terms.Owner, services);
            Connect(session, connection, terms);
            return Admission.Granted(session, isPresent);
        }
    }

    /// <summary>A connection ended.</summary>
    /// <param name="connection">The connection; if another one has its session by now, nothing happens.</param>
    /// <param name="keepsWill">Whether its will is to be published, at once or after its delay.</param>
    /// <param name="isStopping">Whether the broker stops: wills wait for its next run, as 5.0, section 3.1.2.5 allows.</param>
    /// <param name="aftermath">What has to be published.</param>
    public void Detach(BrokerConnection connection, bool keepsWill, bool isStopping, Aftermath aftermath)
    {
        lock (_gate)
        {
            if (connection.Session is not { } session || session.Connection != connection)
            {
                return;
            }

            Part(session);
            session.Will = keepsWill ? session.Will : null;
            if (!session.IsKept)
            {
                End(session, isStopping ? new Aftermath() : aftermath);
                return;
            }

            if (!isStopping)
            {
                aftermath.Orphans.AddRange(session.Outgoing.TakeUnsent());
                PublishWill(session, aftermath);
            }

            services.Store?.SaveSession(session.ToStored());
        }
    }

    /// <summary>The client changed its mind about the expiry of its session (DISCONNECT).</summary>
    public void ChangeExpiry(BrokerConnection connection, TimeSpan expiry)
    {
        lock (_gate)
        {
            if (connection.Session is { } session && session.Connection == connection)
            {
                session.Expiry = expiry;
                if (!session.IsKept)
                {
                    services.Store?.RemoveSession(session.ClientId);
                }
            }
        }
    }

    /// <summary>Publishes the wills whose delay is over, and ends the sessions that were away for too long.</summary>
    public void Tick(Aftermath aftermath)
    {
        foreach (var session in All.Where(session => session.Connection is null))
        {
            lock (_gate)
            {
                TickAway(session, aftermath);
            }
        }
    }

    /// <summary>Puts back what a store kept of an earlier run. Nothing else happens meanwhile.</summary>
    public void Restore(MqttRecoveredSession recovered)
    {
        var stored = recovered.Session;
        var session = new Session(stored.ClientId, stored.Owner, services)
        {
            Version = stored.Version,
            Expiry = stored.Expiry,
            ChangedAt = stored.DisconnectedAt ?? services.Time.GetUtcNow(),
            Will = stored.Will,
        };
        _sessions[session.ClientId] = session;
        foreach (var subscription in recovered.Subscriptions)
        {
            routes.Add(session, subscription.Subscription, subscription.Identifier);
        }

        foreach (var packetId in recovered.Receipts)
        {
            session.AddReceipt(packetId);
        }

        session.Outgoing.Restore(recovered.Deliveries, routes.FindShare);
        services.Store?.SaveSession(session.ToStored());
    }

    private Admission? RefusalFor(Session? session, ConnectTerms terms)
    {
        if (session is not null && session.Owner != terms.Owner && session.Owner.Length > 0)
        {
            return Admission.Refused(MqttReasonCode.NotAuthorized, "the session belongs to another identity");
        }

        if (session?.Connection is null && _connected >= options.MaxConnections)
        {
            return Admission.Refused(
                MqttReasonCode.QuotaExceeded, FormattableString.Invariant($"{options.MaxConnections} clients are connected, which is the limit"));
        }

        return session is null && _sessions.Count >= options.MaxSessions
            ? Admission.Refused(
                MqttReasonCode.QuotaExceeded, FormattableString.Invariant($"{options.MaxSessions} sessions are held, which is the limit"))
            : null;
    }

    // Returns whether the earlier session is resumed; otherwise it ended.
    private bool GoesOn(Session session, ConnectTerms terms, Aftermath aftermath)
    {
        var earlier = session.Connection;
        if (earlier is not null)
        {
            Part(session);
            earlier.TakenOver();
        }

        if (terms.CleanStart || !session.IsKept || IsOver(session))
        {
            End(session, aftermath);
            return false;
        }

        if (earlier is not null)
        {
            PublishWill(session, aftermath);
        }

        return true;
    }

    private void Connect(Session session, BrokerConnection connection, ConnectTerms terms)
    {
        var wasKept = session.IsKept;
        session.Connection = connection;
        connection.Session = session;
        session.ChangedAt = services.Time.GetUtcNow();
        session.Owner = terms.Owner;
        session.Version = terms.Version;
        session.Expiry = terms.Expiry;
        session.Will = terms.Will;
        session.Outgoing.Expect(connection, terms.Quota);
        _connected++;
        if (session.IsKept)
        {
            services.Store?.SaveSession(session.ToStored());
        }
        else if (wasKept)
        {
            services.Store?.RemoveSession(session.ClientId);
        }
    }

    private void Part(Session session)
    {
        session.Outgoing.Detach(session.Connection!);
        session.Connection = null;
        session.ChangedAt = services.Time.GetUtcNow();
        _connected--;
    }

    private void TickAway(Session session, Aftermath aftermath)
    {
        if (session.Connection is not null || Find(session.ClientId) != session)
        {
            return;
        }

        if (IsOver(session))
        {
            End(session, aftermath);
        }
        else if (session.Will is not null && PublishWill(session, aftermath))
        {
            services.Store?.SaveSession(session.ToStored());
        }
    }

    private bool IsOver(Session session) =>
        session.Connection is null && services.Time.GetUtcNow() - session.ChangedAt >= session.Expiry;

    // The delay is counted from the loss of the connection [MQTT-3.1.3-9]; the end of the session ends it (End).
    private bool PublishWill(Session session, Aftermath aftermath)
    {
        if (session.Will is not { } will || services.Time.GetUtcNow() - session.ChangedAt < will.Delay)
        {
            return false;
        }

        aftermath.Wills.Add(will);
        session.Will = null;
        return true;
    }

    private void End(Session session, Aftermath aftermath)
    {
        _sessions.TryRemove(session.ClientId, out _);
        routes.RemoveAll(session);
        if (session.Will is { } will)
        {
            aftermath.Wills.Add(will);
            session.Will = null;
        }

        aftermath.Orphans.AddRange(session.Outgoing.End());
        if (session.IsKept)
        {
            services.Store?.RemoveSession(session.ClientId);
        }
    }
}
