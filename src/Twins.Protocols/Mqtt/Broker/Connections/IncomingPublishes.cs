using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>The messages a client publishes, and both sides' acknowledgements (5.0, sections 3.3 to 3.7 and 4.3).</summary>
internal sealed class IncomingPublishes(
    BrokerConnection connection, Session session, MqttIdentity identity, Replies replies, DeliveryBatch batch, BrokerServices broker) : IDisposable
{
    private readonly MqttWriter _properties = new();
    private readonly IncomingAliases _aliases = new(broker.Options.TopicAliasMaximum);
    private readonly PublishRights _rights = new(connection, session, identity, broker);
    private int _unacknowledged;
    private int _unreleased;
    private long _count;

    /// <summary>How many messages came.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Handles PUBLISH.</summary>
    /// <exception cref="MqttProtocolException">The client broke the standard, or our receive maximum.</exception>
    public void Handle(FixedHeader header, ReadOnlySpan<byte> body)
    {
        var version = connection.Terms!.Version;
        var view = PublishView.Read(header, body, version, MqttSender.Client);
        Volatile.Write(ref _count, _count + 1);
        var route = Resolve(view);
        if (view.QualityOfService == MqttQualityOfService.AtMostOnce)
        {
            Route(view, route, receipt: null);
            return;
        }

        if (view.QualityOfService == MqttQualityOfService.AtLeastOnce)
        {
            DemandQuota(version);
            _unacknowledged++;
            replies.Ack(MqttPacketType.PubAck, view.PacketId, Route(view, route, receipt: null));
        }
        else if (session.AddReceipt(view.PacketId))
        {
            DemandQuota(version);
            replies.Ack(MqttPacketType.PubRec, view.PacketId, TakeOnce(view, route));
        }
        else
        {
            // It was taken before, and maybe not durably yet: the answer waits for the store like the first one.
            batch.NeedsCommit |= session.IsKept && broker.Store is not null;
            replies.Ack(MqttPacketType.PubRec, view.PacketId, MqttReasonCode.Success);
        }
    }

    /// <summary>Handles PUBACK, PUBREC, PUBREL and PUBCOMP.</summary>
    /// <exception cref="MqttProtocolException">It does not fit the quality of service of the message.</exception>
    public void HandleAck(AckView ack)
    {
        switch (ack.Type)
        {
            case MqttPacketType.PubAck:
                session.Outgoing.Acknowledge(connection, ack.PacketId, batch);
                break;
            case MqttPacketType.PubRec:
                if (session.Outgoing.Received(connection, ack.PacketId, ack.ReasonCode, batch) is { } code)
                {
                    replies.Ack(MqttPacketType.PubRel, ack.PacketId, code);
                }

                break;
            case MqttPacketType.PubComp:
                session.Outgoing.Complete(connection, ack.PacketId, batch);
                break;
            default:
                Release(ack.PacketId);
                break;
        }
    }

    /// <summary>The answers were sent.</summary>
    public void Acknowledged()
    {
        _unacknowledged = 0;
        _properties.Clear();
    }

    public void Dispose() => _properties.Dispose();

    private TopicRoute Resolve(in PublishView view)
    {
        if (view.TopicAlias == 0)
        {
            return broker.Routes.Find(view.Topic);
        }

        if (view.Topic.IsEmpty)
        {
            return _aliases.Get(view.TopicAlias);
        }

        var route = broker.Routes.Find(view.Topic);
        _aliases.Set(view.TopicAlias, route);
        return route;
    }

    private MqttReasonCode TakeOnce(in PublishView view, TopicRoute route)
    {
        var code = Route(view, route, session.IsKept ? new MqttStoredReceipt(session.ClientId, view.PacketId) : null);
        if (code < MqttReasonCode.UnspecifiedError)
        {
            _unreleased++;
        }
        else
        {
            session.RemoveReceipt(view.PacketId);
        }

        return code;
    }

    private MqttReasonCode Route(in PublishView view, TopicRoute route, MqttStoredReceipt? receipt)
    {
        if (_rights.RefusalFor(route) is { } refusal)
        {
            broker.Counters.MessageRefused();
            return refusal;
        }

        var publication = new Publication
        {
            Topic = route.Topic,
            Payload = view.Payload,
            Properties = ForwardedProperties(view),
            QualityOfService = view.QualityOfService,
            Retain = view.Retain,
            ExpirySeconds = view.MessageExpirySeconds,
            Publisher = session.ClientId,
            PublisherSession = session,
            Messages = broker.Messages,
        };
        var code = broker.Router.Route(ref publication, route, receipt, batch);
        if (code == MqttReasonCode.QuotaExceeded && (view.Retain || view.QualityOfService != MqttQualityOfService.AtMostOnce))
        {
            broker.Counters.MessageRefused();
            _rights.NameExceeded(route);
        }

        return code;
    }

    private ReadOnlySpan<byte> ForwardedProperties(in PublishView view)
    {
        if (view.HasOnlyForwardedProperties)
        {
            return view.Properties.Bytes;
        }

        _properties.Truncate(0);
        view.WriteForwardedProperties(_properties);
        return _properties.Written;
    }

    private void Release(ushort packetId)
    {
        var isKnown = session.RemoveReceipt(packetId);
        _unreleased = Math.Max(0, _unreleased - 1);
        if (isKnown && session.IsKept && broker.Store is { } store)
        {
            store.CompleteReceipt(session.ClientId, packetId);
            batch.NeedsCommit = true;
        }

        replies.Ack(MqttPacketType.PubComp, packetId, isKnown ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound);
    }

    // What is in one batch was sent before we answered any of it, so a client that keeps to our maximum is never above it.
    private void DemandQuota(MqttProtocolVersion version)
    {
        var most = broker.Options.ReceiveMaximum;
        if (version == MqttProtocolVersion.V500 && _unacknowledged + _unreleased >= most)
        {
            throw new MqttProtocolException(
                MqttReasonCode.ReceiveMaximumExceeded,
                FormattableString.Invariant($"more than {most} messages of QoS 1 and 2 were sent before the first was acknowledged"), "MQTT-3.3.4-9");
        }
    }
}
