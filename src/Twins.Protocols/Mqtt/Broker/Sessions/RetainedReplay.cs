using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>
/// Retained messages on their way to a new subscription: sent as the client takes them, rather than queued all at once. One that was
/// replaced meanwhile is left out, since the session got the new one when it was published.
/// </summary>
/// <param name="Messages">The messages that the filter matched.</param>
/// <param name="IsCurrent">Whether a message is still retained.</param>
/// <param name="Terms">How they are delivered, with the quality of service that was subscribed.</param>
internal sealed record RetainedReplay(MqttStoredMessage[] Messages, Func<MqttStoredMessage, bool> IsCurrent, DeliveryTerms Terms)
{
    private int _next;

    /// <summary>The next message that is still retained; null when there is none.</summary>
    public MqttStoredMessage? Take()
    {
        while (_next < Messages.Length)
        {
            var message = Messages[_next++];
            if (IsCurrent(message))
            {
                return message;
            }
        }

        return null;
    }
}
