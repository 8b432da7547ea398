using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>
/// What a broker's records amount to: what the store would give back if the broker stopped now. It shares the messages with the broker,
/// so that it costs its bookkeeping only. Each change says whether it changed anything; what did not is not worth a record.
/// </summary>
internal sealed class BrokerImage
{
    private readonly Dictionary<string, SessionImage> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<ReadOnlyMemory<byte>, MqttStoredMessage> _retained = new(TopicBytesComparer.Instance);

    public IEnumerable<SessionImage> Sessions => _sessions.Values;

    public IEnumerable<MqttStoredMessage> Retained => _retained.Values;

    public void SaveSession(MqttStoredSession session)
    {
        if (_sessions.TryGetValue(session.ClientId, out var known))
        {
            known.Session = session;
        }
        else
        {
            _sessions.Add(session.ClientId, new SessionImage(session));
        }
    }

    public bool RemoveSession(string client) => _sessions.Remove(client);

    public bool SaveSubscription(string client, MqttStoredSubscription subscription)
    {
        if (!_sessions.TryGetValue(client, out var session))
        {
            return false;
        }

        session.Subscribe(subscription);
        return true;
    }

    public bool RemoveSubscription(string client, string filter) =>
        _sessions.TryGetValue(client, out var session) && session.Unsubscribe(filter);

    public bool Accept(in MqttStoredPublication publication)
    {
        var changed = publication.Retain && Retain(publication.Message);
        if (publication.Receipt is { } receipt)
        {
            changed |= Receive(receipt.ClientId, receipt.PacketId);
        }

        foreach (ref readonly var delivery in publication.Deliveries)
        {
            changed |= Deliver(new MqttRecoveredDelivery(delivery, publication.Message, Released: false));
        }

        return changed;
    }

    /// <summary>Makes a message its topic's retained one; an empty payload removes it (5.0, section 3.3.1.3).</summary>
    public bool Retain(MqttStoredMessage message)
    {
        if (message.Payload.IsEmpty)
        {
            return RemoveRetained(message.Topic);
        }

        // The key belongs to the message that stays: that of the replaced one would keep its buffer alive.
        _retained.Remove(message.Topic);
        _retained.Add(message.Topic, message);
        return true;
    }

    public bool RemoveRetained(ReadOnlyMemory<byte> topic) => _retained.Remove(topic);

    public bool Deliver(MqttRecoveredDelivery delivery)
    {
        if (!_sessions.TryGetValue(delivery.Delivery.ClientId, out var session))
        {
            return false;
        }

        session.Deliver(delivery);
        return true;
    }

    public bool Receive(string client, ushort packetId)
    {
        if (!_sessions.TryGetValue(client, out var session))
        {
            return false;
        }

        session.Receive(packetId);
        return true;
    }

    public bool Release(string client, long sequence) => _sessions.TryGetValue(client, out var session) && session.Release(sequence);

    public bool Settle(string client, long sequence) => _sessions.TryGetValue(client, out var session) && session.Settle(sequence);

    public bool CompleteReceipt(string client, ushort packetId) =>
        _sessions.TryGetValue(client, out var session) && session.CompleteReceipt(packetId);

    public MqttStoredState ToState() => new([.. _sessions.Values.Select(session => session.ToRecovered())], [.. _retained.Values]);
}
