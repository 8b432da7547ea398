using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>Publishes wills, and gives the messages of members that left to other members of their shares.</summary>
internal static class AftermathPublisher
{
    public static async ValueTask PublishAsync(this BrokerServices broker, Aftermath aftermath)
    {
        if (aftermath.IsEmpty)
        {
            return;
        }

        var batch = new DeliveryBatch();
        foreach (var orphan in aftermath.Orphans)
        {
            broker.Router.Redeliver(orphan, batch);
        }

        foreach (var will in aftermath.Wills)
        {
            broker.Publish(will, batch);
        }

        await batch.FinishAsync(broker.Store).ConfigureAwait(false);
    }

    // The expiry of a will counts from its publication (5.0, section 3.1.3.2.4), which is now.
    private static void Publish(this BrokerServices broker, MqttStoredWill will, DeliveryBatch batch)
    {
        var message = will.Message;
        var publication = new Publication
        {
            Topic = message.Topic.Span,
            Payload = message.Payload.Span,
            Properties = message.Properties.Span,
            QualityOfService = message.QualityOfService,
            Retain = will.Retain,
            ExpirySeconds = will.Expiry is { } expiry ? (uint)expiry.TotalSeconds : null,
            Publisher = message.Publisher,
            PublisherSession = broker.Sessions.Find(message.Publisher),
            Messages = broker.Messages,
        };
        broker.Router.Route(ref publication, broker.Routes.Find(publication.Topic), receipt: null, batch);
        broker.Counters.WillPublished();
    }
}
