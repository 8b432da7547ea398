using System.Collections.Immutable;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Client.Incoming;
using Twins.Protocols.Mqtt.Client.Outgoing;
using Twins.Protocols.Mqtt.Client.Subscriptions;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client;

/// <summary>What outlives connections: messages under way in both directions and subscriptions. Its gate guards all of them.</summary>
internal sealed class ClientSession : IDisposable
{
    private readonly MqttClientOptions _options;
    private readonly OutgoingMessages _outgoing;
    private readonly IncomingMessages _incoming;
    private readonly SubscriptionExchanges _subscriptions;
    private MqttLink? _link;
    private bool _closed;

    public ClientSession(MqttClientOptions options, TimeProvider time, string endpoint)
    {
        _options = options;
        Counters = new ClientCounters(time);
        var ids = new PacketIds();
        _outgoing = new OutgoingMessages(options, time, endpoint, Gate, ids, Counters);
        _incoming = new IncomingMessages(options);
        _subscriptions = new SubscriptionExchanges(options, endpoint, Gate, ids, Counters);
    }

    /// <summary>Guards the session and the gathering of packets.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Guarded by <see cref="Gate"/>.</summary>
    public ClientCounters Counters { get; }

    public MqttClientFigures Figures
    {
        get
        {
            lock (Gate)
            {
                return Counters.Read() with
                {
                    Queued = _outgoing.Queued,
                    QueuedBytes = _outgoing.QueuedBytes,
                    InFlight = _outgoing.InFlight,
                    Unacknowledged = _incoming.Unacknowledged,
                };
            }
        }
    }

    public Task<MqttPublishResult> Publish(MqttMessage message, CancellationToken cancellationToken)
    {
        Task<MqttPublishResult> outcome;
        MqttLink? link;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IMqttClient));
            outcome = _outgoing.Publish(message, cancellationToken);
            link = _link;
        }

        link?.FlushSoon();
        return outcome;
    }

    public Task<ImmutableArray<MqttSubscribeResult>> Subscribe(
        ImmutableArray<MqttSubscription> subscriptions, int identifier, CancellationToken cancellationToken) =>
        Do(() => _subscriptions.Subscribe(subscriptions, identifier, cancellationToken));

    public Task Unsubscribe(ImmutableArray<string> filters, CancellationToken cancellationToken) =>
        Do(() => _subscriptions.Unsubscribe(filters, cancellationToken));

    public void Acknowledge(MqttAcknowledgement token)
    {
        MqttLink? link;
        lock (Gate)
        {
            _incoming.Acknowledge(token);
            link = _link;
        }

        link?.FlushSoon();
    }

    /// <summary>Goes on over a connection that the server accepted.</summary>
    public void Attach(MqttLink link, MqttServerGrant grant)
    {
        lock (Gate)
        {
            _link = link;
            Counters.ConnectionsAccepted++;
            Counters.SessionsLost += Counters.ConnectionsAccepted > 1 && !grant.SessionPresent ? 1 : 0;
            link.Refill = _outgoing.Pump;
            _incoming.Attach(link, grant.SessionPresent);
            _subscriptions.Attach(link, grant);
            _outgoing.Attach(link, grant);
        }

        link.FlushSoon();
    }

    /// <summary>The connection is gone.</summary>
    public void Detach()
    {
        lock (Gate)
        {
            _link = null;
            _incoming.Detach();
            _subscriptions.Detach();
            _outgoing.Detach();
        }
    }

    /// <summary>Takes a message from the server.</summary>
    /// <param name="packetId">Its packet identifier.</param>
    /// <param name="qualityOfService">QoS 1 or 2.</param>
    /// <param name="token">What to acknowledge it with.</param>
    /// <returns>Whether it is to be handed over: not when it was before, at QoS 2.</returns>
    public bool TryReceive(ushort packetId, MqttQualityOfService qualityOfService, out MqttAcknowledgement token)
    {
        lock (Gate)
        {
            if (qualityOfService == MqttQualityOfService.AtLeastOnce)
            {
                token = _incoming.ReceiveAtLeastOnce(packetId);
                return true;
            }

            var isNew = _incoming.TryReceiveExactlyOnce(packetId, out token);
            Counters.DuplicatesSuppressed += isNew ? 0 : 1;
            return isNew;
        }
    }

    /// <summary>Takes PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
    public void Receive(in AckView ack)
    {
        lock (Gate)
        {
            if (ack.Type == MqttPacketType.PubRel)
            {
                _incoming.Release(ack.PacketId);
            }
            else
            {
                _outgoing.Receive(ack);
            }
        }
    }

    public void Receive(SubAckPacket packet)
    {
        lock (Gate)
        {
            _subscriptions.Receive(packet.PacketId, packet.ReasonCodes, packet.ReasonString, isSubAck: true);
        }
    }

    public void Receive(UnsubAckPacket packet)
    {
        lock (Gate)
        {
            _subscriptions.Receive(packet.PacketId, packet.ReasonCodes, packet.ReasonString, isSubAck: false);
        }
    }

    /// <summary>All that arrived at once was handled: acknowledges it unless the receiver does, and sends what that made room for.</summary>
    public void EndBatch(MqttLink link)
    {
        lock (Gate)
        {
            if (!_options.ManualAcknowledgement)
            {
                _incoming.AcknowledgeAll();
            }

            _outgoing.Pump();
        }

        link.Flush();
    }

    /// <summary>Ends every wait, and refuses each further call.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (!_closed)
            {
                _closed = true;
                var reason = new ObjectDisposedException(nameof(IMqttClient));
                _outgoing.FailAll(reason);
                _outgoing.Dispose();
                _subscriptions.FailAll(reason);
            }
        }
    }

    private TTask Do<TTask>(Func<TTask> call)
    {
        TTask outcome;
        MqttLink? link;
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IMqttClient));

            outcome = call();
            link = _link;
        }

        link?.FlushSoon();
        return outcome;
    }
}
