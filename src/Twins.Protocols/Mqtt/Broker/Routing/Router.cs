using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>Brings a message to everybody who subscribed to its topic, and to the retained messages.</summary>
internal sealed class Router(RoutingTable table, RetainedMessages retained, SessionServices services)
{
    /// <summary>A member that leaves while it is chosen is replaced by another one, so many times.</summary>
    private const int MaxChoices = 8;

    /// <summary>Routes a message.</summary>
    /// <param name="publication">The message.</param>
    /// <param name="route">Its topic.</param>
    /// <param name="receipt">Under which the publisher must not be heard twice; null when it was not sent with QoS 2.</param>
    /// <param name="batch">What has to be finished after it.</param>
    /// <returns>
    /// <see cref="MqttReasonCode.Success"/>; <see cref="MqttReasonCode.NoMatchingSubscribers"/>; or
    /// <see cref="MqttReasonCode.QuotaExceeded"/> when nobody of those it leads to had room, or it could not be retained.
    /// </returns>
    public MqttReasonCode Route(scoped ref Publication publication, TopicRoute route, MqttStoredReceipt? receipt, DeliveryBatch batch)
    {
        // Retained first: a subscription made meanwhile then finds the message there, or in its destinations, or in both.
        var isKept = !publication.Retain || retained.Keep(ref publication);
        var tally = Deliver(ref publication, table.Resolve(route), batch);
        if (tally.Matched == 0)
        {
            services.Counters.MessageWithoutSubscriber();
        }

        var code = tally.ToReasonCode(isKept);
        Store(ref publication, code < MqttReasonCode.UnspecifiedError ? receipt : null, isKept, batch);
        return code;
    }

    /// <summary>Gives a message of a shared subscription to another member; it is lost when there is none.</summary>
    public void Redeliver(Orphan orphan, DeliveryBatch batch)
    {
        var publication = Publication.Of(orphan.Message, services.Messages);
        if (Deliver(ref publication, orphan.Share, orphan.Retain, batch) == DeliveryOutcome.Taken)
        {
            Store(ref publication, receipt: null, isKept: false, batch);
        }
    }

    private static Tally Deliver(scoped ref Publication publication, Destinations destinations, DeliveryBatch batch)
    {
        var tally = default(Tally);
        foreach (var recipient in destinations.Recipients)
        {
            if (recipient.For(publication.PublisherSession) is { } matching)
            {
                var terms = new DeliveryTerms(
                    Lower(publication.QualityOfService, matching.QualityOfService),
                    matching.RetainAsPublished && publication.Retain,
                    matching.Identifiers,
                    Share: null);
                tally.Add(matching.Session.Outgoing.Deliver(ref publication, terms, batch));
            }
        }

        foreach (var share in destinations.Shares)
        {
            tally.Add(Deliver(ref publication, share, publication.Retain, batch));
        }

        return tally;
    }

    private static DeliveryOutcome Deliver(scoped ref Publication publication, ShareGroup share, bool retain, DeliveryBatch batch)
    {
        var outcome = DeliveryOutcome.Away;
        for (var attempt = 0; attempt < MaxChoices && outcome == DeliveryOutcome.Away; attempt++)
        {
            if (share.Choose(publication.QualityOfService) is not { } member)
            {
                break;
            }

            var terms = new DeliveryTerms(
                Lower(publication.QualityOfService, member.Terms.QualityOfService),
                member.Terms.RetainAsPublished && retain,
                member.Identifier == 0 ? [] : [member.Identifier],
                share);
            outcome = member.Session.Outgoing.Deliver(ref publication, terms, batch);
        }

        return outcome;
    }

    private void Store(scoped ref Publication publication, MqttStoredReceipt? receipt, bool isKept, DeliveryBatch batch)
    {
        var retain = publication.Retain && isKept;
        if (services.Store is { } store && (retain || receipt is not null || !batch.Stored.IsEmpty))
        {
            store.Accept(new MqttStoredPublication(publication.Share(), retain, receipt, batch.Stored));
            batch.ClearStored();
            batch.NeedsCommit |= publication.QualityOfService != MqttQualityOfService.AtMostOnce;
        }
    }

    private static MqttQualityOfService Lower(MqttQualityOfService one, MqttQualityOfService other) => one < other ? one : other;

    private struct Tally
    {
        private int _taken;
        private int _dropped;

        public int Matched { get; private set; }

        public void Add(DeliveryOutcome outcome)
        {
            Matched++;
            _taken += outcome == DeliveryOutcome.Taken ? 1 : 0;
            _dropped += outcome == DeliveryOutcome.Dropped ? 1 : 0;
        }

        public readonly MqttReasonCode ToReasonCode(bool isKept)
        {
            if (!isKept || (_taken == 0 && _dropped > 0))
            {
                return MqttReasonCode.QuotaExceeded;
            }

            return Matched == 0 ? MqttReasonCode.NoMatchingSubscribers : MqttReasonCode.Success;
        }
    }
}
