using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>
/// What a broker knows of a client, connected or away (5.0, section 4.1). Which connection it has, its expiry and its will change under
/// the lock of the <see cref="SessionTable"/> only; its subscriptions and receipts under its own.
/// </summary>
internal sealed class Session
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly HashSet<ushort> _receipts = [];

    public Session(string clientId, string owner, SessionServices services)
    {
        ClientId = clientId;
        Owner = owner;
        ChangedAt = services.Time.GetUtcNow();
        Outgoing = new OutgoingQueue(this, services);
    }

    public string ClientId { get; }

    /// <summary>The name of the identity that it belongs to; empty while it is anybody's.</summary>
    public string Owner { get; set; }

    /// <summary>Whether it ended, so that a connection that it was taken from adds nothing to it any more. Set by the routing table.</summary>
    public bool HasEnded { get; set; }

    /// <summary>What is under way to the client.</summary>
    public OutgoingQueue Outgoing { get; }

    public MqttProtocolVersion Version { get; set; }

    /// <summary>How long it outlives its connection.</summary>
    public TimeSpan Expiry { get; set; }

    /// <summary>Whether it outlives its connection, so that what is under way to it is stored.</summary>
    public bool IsKept => Expiry > TimeSpan.Zero;

    public BrokerConnection? Connection { get; set; }

    /// <summary>Since when the client is connected, or away.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public MqttStoredWill? Will { get; set; }


    public int SubscriptionCount
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>Its subscriptions now.</summary>
    public List<Subscription> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return [.. _subscriptions.Values];
            }
        }
    }

    public Subscription? FindSubscription(string filter)
    {
        lock (_gate)
        {
            return _subscriptions.GetValueOrDefault(filter);
        }
    }

    public void SetSubscription(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions[subscription.Terms.Filter] = subscription;
        }
    }

    public void RemoveSubscription(string filter)
    {
        lock (_gate)
        {
            _subscriptions.Remove(filter);
        }
    }

    /// <summary>A message of QoS 2 is taken under a packet identifier; returns whether it was not taken before.</summary>
    public bool AddReceipt(ushort packetId)
    {
        lock (_gate)
        {
            return _receipts.Add(packetId);
        }
    }

    /// <summary>The client released a packet identifier; returns whether it was known.</summary>
    public bool RemoveReceipt(ushort packetId)
    {
        lock (_gate)
        {
            return _receipts.Remove(packetId);
        }
    }

    /// <summary>The session as it is stored, without what it holds.</summary>
    public MqttStoredSession ToStored() =>
        new(ClientId, Owner, Version, Expiry, Connection is null ? ChangedAt : null, Will);
}
