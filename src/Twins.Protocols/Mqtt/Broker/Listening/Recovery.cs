using Twins.Protocols.Mqtt.Broker.Connections;

namespace Twins.Protocols.Mqtt.Broker.Listening;

/// <summary>Puts back what a store kept of an earlier run, before anybody is served.</summary>
internal static class Recovery
{
    public static void Restore(this BrokerServices broker, MqttStoredState state)
    {
        foreach (var message in state.Retained)
        {
            broker.Messages.Follow(message.Id);
            broker.Retained.Keep(message);
        }

        foreach (var session in state.Sessions)
        {
            if (session.Session.Will is { } will)
            {
                broker.Messages.Follow(will.Message.Id);
            }

            foreach (var delivery in session.Deliveries)
            {
                broker.Messages.Follow(delivery.Message.Id);
            }

            broker.Sessions.Restore(session);
        }
    }
}
