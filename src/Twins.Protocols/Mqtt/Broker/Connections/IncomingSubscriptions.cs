using System.Text;
using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Topics;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>SUBSCRIBE and UNSUBSCRIBE (5.0, sections 3.8 to 3.11).</summary>
internal sealed class IncomingSubscriptions(
    BrokerConnection connection, Session session, MqttIdentity identity, Replies replies, DeliveryBatch batch, BrokerServices broker)
{
    private readonly Queue<RetainedReplay> _replays = new();

    public void Handle(SubscribePacket packet)
    {
        var identifier = packet.SubscriptionIdentifier ?? 0;
        replies.Write(new SubAckPacket
        {
            PacketId = packet.PacketId,
            ReasonCodes = [.. packet.Subscriptions.Select(subscription => Subscribe(subscription, identifier))],
        });
        NoteStored();
    }

    public void Handle(UnsubscribePacket packet)
    {
        replies.Write(new UnsubAckPacket
        {
            PacketId = packet.PacketId,
            ReasonCodes = [.. packet.Filters.Select(Unsubscribe)],
        });
        NoteStored();
    }

    /// <summary>The answers were sent: the retained messages of new subscriptions follow.</summary>
    public void BeginReplays()
    {
        while (_replays.TryDequeue(out var replay))
        {
            session.Outgoing.Replay(replay, batch);
        }
    }

    private MqttReasonCode Subscribe(MqttSubscription terms, int identifier)
    {
        var bytes = Encoding.UTF8.GetBytes(terms.Filter);
        var isShared = TopicFilter.TrySplitShared(bytes, out _, out var shared);
        var filter = isShared ? shared : bytes;
        if (RefusalOf(terms.Filter, filter) is { } refusal)
        {
            return refusal;
        }

        var (subscription, isNew) = broker.Routes.Add(session, terms, identifier);
        if (session.IsKept)
        {
            broker.Store?.SaveSubscription(session.ClientId, new MqttStoredSubscription(terms, identifier));
        }

        // The retained messages are not for shared subscriptions (5.0, section 4.8.2).
        var sendsRetained = terms.RetainHandling == MqttRetainHandling.Send || (terms.RetainHandling == MqttRetainHandling.SendIfNew && isNew);
        if (!isShared && sendsRetained)
        {
            QueueReplay(subscription, filter);
        }

        return (MqttReasonCode)terms.QualityOfService;
    }

    private MqttReasonCode Unsubscribe(string filter)
    {
        if (!broker.Routes.Remove(session, filter))
        {
            return MqttReasonCode.NoSubscriptionExisted;
        }

        if (session.IsKept)
        {
            broker.Store?.RemoveSubscription(session.ClientId, filter);
        }

        return MqttReasonCode.Success;
    }

    private void QueueReplay(Subscription subscription, ReadOnlySpan<byte> filter)
    {
        var messages = broker.Retained.Match(filter);
        if (subscription.Terms.NoLocal)
        {
            messages = Array.FindAll(messages, message => message.Publisher != session.ClientId);
        }

        if (messages.Length > 0)
        {
            var terms = new DeliveryTerms(
                subscription.Terms.QualityOfService, Retain: true, subscription.Identifier == 0 ? [] : [subscription.Identifier], Share: null);
            _replays.Enqueue(new RetainedReplay(messages, broker.Retained.IsCurrent, terms));
        }
    }

    private MqttReasonCode? RefusalOf(string text, ReadOnlySpan<byte> filter)
    {
        var options = broker.Options;
        var levels = TopicFilter.CountLevels(filter);
        if (levels > options.MaxTopicLevels)
        {
            return Refuse(
                MqttIncidentKind.LimitReached, MqttReasonCode.TopicFilterInvalid,
                FormattableString.Invariant($"A topic filter has {levels} levels, and {options.MaxTopicLevels} are the limit."));
        }

        if (broker.Authorizer is { } authorizer && !authorizer.MaySubscribe(identity, session.ClientId, Encoding.UTF8.GetString(filter)))
        {
            return Refuse(MqttIncidentKind.NotAuthorized, MqttReasonCode.NotAuthorized, $"The client may not subscribe to {text}.");
        }

        return session.SubscriptionCount >= options.MaxSubscriptionsPerClient && session.FindSubscription(text) is null
            ? Refuse(
                MqttIncidentKind.LimitReached, MqttReasonCode.QuotaExceeded,
                FormattableString.Invariant($"The client holds {options.MaxSubscriptionsPerClient} subscriptions, which is the limit."))
            : null;
    }

    private MqttReasonCode Refuse(MqttIncidentKind kind, MqttReasonCode code, string message)
    {
        broker.Incidents.Record(kind, session.ClientId, connection.Peer.RemoteEndPoint, code, message);
        return code;
    }

    private void NoteStored() => batch.NeedsCommit |= session.IsKept && broker.Store is not null;
}
