using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>
/// What is under way to one session: messages of QoS 1 and 2 in their order, whether its client is connected or away, and the way out
/// to the client while it is connected. Everything here happens under one lock per session.
/// </summary>
internal sealed partial class OutgoingQueue(Session session, SessionServices services)
{
    private readonly Lock _gate = new();
    private readonly DeliveryRing _ring = new();
    private readonly Queue<RetainedReplay> _replays = new();
    private BrokerConnection? _expected;
    private BrokerConnection? _connection;
    private bool _hasEnded;
    private int _quota;
    private long _dropped;

    /// <summary>Whether the client is connected.</summary>
    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <summary>How many messages of QoS 1 and 2 are held.</summary>
    public int Count => _ring.Count;

    /// <summary>How many bytes are held.</summary>
    public long Bytes => _ring.Bytes + (Volatile.Read(ref _connection)?.Output.PendingBytes ?? 0);

    /// <summary>How many deliveries were dropped since the session began.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>The client is about to get its CONNACK, before which nothing else may be sent to it [MQTT-3.2.0-1].</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="quota">How many messages may be sent before the first is acknowledged.</param>
    public void Expect(BrokerConnection connection, int quota)
    {
        lock (_gate)
        {
            _ring.Rewind();
            _quota = quota;
            _expected = connection;
        }
    }

    /// <summary>The client has its CONNACK: what was sent before and not acknowledged is sent again, then what waits.</summary>
    public void Begin(BrokerConnection connection)
    {
        lock (_gate)
        {
            if (_expected == connection)
            {
                _connection = connection;
                Pump(batch: null);
            }
        }
    }

    /// <summary>The client is gone.</summary>
    public void Detach(BrokerConnection connection)
    {
        lock (_gate)
        {
            if (_expected == connection)
            {
                _expected = _connection = null;
                EndCongestion();
            }
        }
    }

    /// <summary>Delivers a message: sends it, or holds it until it can be sent.</summary>
    public DeliveryOutcome Deliver(ref Publication publication, in DeliveryTerms terms, DeliveryBatch batch)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return DeliveryOutcome.Away;
            }

            return terms.QualityOfService == MqttQualityOfService.AtMostOnce
                ? SendOnce(ref publication, terms, batch)
                : Enqueue(ref publication, terms, batch);
        }
    }

    /// <summary>Puts back what was under way in an earlier run. Whether it was sent is not known, so it may be a repetition.</summary>
    public void Restore(IEnumerable<MqttRecoveredDelivery> deliveries, Func<string, ShareGroup?> findShare)
    {
        foreach (var (delivery, message, released) in deliveries)
        {
            _ring.Restore(delivery.Sequence, new Delivery
            {
                Message = message,
                Share = delivery.Share is { } key ? findShare(key) : null,
                Identifiers = delivery.SubscriptionIdentifiers,
                QualityOfService = delivery.QualityOfService,
                Retain = delivery.Retain,
                State = released ? DeliveryState.ToRelease : DeliveryState.Queued,
                IsRepeated = true,
            });
        }
    }

    /// <summary>Begins to send the retained messages of a new subscription.</summary>
    public void Replay(RetainedReplay replay, DeliveryBatch batch)
    {
        lock (_gate)
        {
            _replays.Enqueue(replay);
            Pump(batch);
        }
    }

    /// <summary>The store has a delivery: it may be sent.</summary>
    public void Unhold(long sequence, DeliveryBatch batch)
    {
        lock (_gate)
        {
            if (sequence >= _ring.Head && sequence < _ring.Tail)
            {
                _ring[sequence].IsHeld = false;
                Pump(batch);
            }
        }
    }

    /// <summary>The transport has taken what was appended: there is room for more.</summary>
    public void Drained(BrokerConnection connection)
    {
        lock (_gate)
        {
            if (_connection == connection)
            {
                Pump(batch: null);
                Relieve();
            }
        }
    }

    /// <summary>Forgets messages that expired, and gives memory back.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            DropExpired();
            _ring.Trim();
        }
    }

    private DeliveryOutcome SendOnce(ref Publication publication, in DeliveryTerms terms, DeliveryBatch batch)
    {
        if (_connection is not { } connection)
        {
            return DeliveryOutcome.Away;
        }

        if (services.Limits.IsFull(0, _ring.Bytes + connection.Output.PendingBytes, publication.Size))
        {
            _dropped++;
            services.Counters.DroppedSlow();
            NameSlow(connection);
            return DeliveryOutcome.Dropped;
        }

        Write(connection, publication.ToPacket(terms), publication.SharedPayload, batch);
        NoteCongestion(batch);
        return DeliveryOutcome.Taken;
    }

    private DeliveryOutcome Enqueue(ref Publication publication, in DeliveryTerms terms, DeliveryBatch? batch)
    {
        if (IsFullFor(publication.Size))
        {
            DropExpiredAtTimes();
            if (IsFullFor(publication.Size))
            {
                _dropped++;
                Overflow();
                return DeliveryOutcome.Dropped;
            }
        }

        Append(publication.Share(), terms, batch);
        Pump(batch);
        NoteCongestion(batch);
        return DeliveryOutcome.Taken;
    }

    private void Append(MqttStoredMessage message, in DeliveryTerms terms, DeliveryBatch? holder)
    {
        var isHeld = session.IsKept && services.Store is not null && holder is not null;
        var sequence = _ring.Append(new Delivery
        {
            Message = message,
            Share = terms.Share,
            Identifiers = terms.Identifiers,
            QualityOfService = terms.QualityOfService,
            Retain = terms.Retain,
            State = DeliveryState.Queued,
            IsHeld = isHeld,
        });
        if (isHeld)
        {
            holder!.Hold(this, sequence, Stored(sequence));
        }
    }

    private MqttStoredDelivery Stored(long sequence)
    {
        ref var delivery = ref _ring[sequence];
        return new MqttStoredDelivery(
            session.ClientId, sequence, delivery.QualityOfService, delivery.Retain, delivery.Identifiers, delivery.Share?.Key);
    }

    private bool IsFullFor(int size) =>
        _ring.IsSpent || services.Limits.IsFull(_ring.Count, _ring.Bytes + (_connection?.Output.PendingBytes ?? 0), size);
}
