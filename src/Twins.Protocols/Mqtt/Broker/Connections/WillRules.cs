using System.Text;
using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Topics;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>A will is a message like others: it is refused with the connection where publishing it would be, and held like others.</summary>
internal static class WillRules
{
    /// <summary>Why a will cannot be accepted; null when it can, or when there is none.</summary>
    public static (MqttReasonCode Code, string Explanation)? RefusalOf(
        MqttWill? will, string clientId, MqttIdentity identity, BrokerServices broker)
    {
        if (will is null)
        {
            return null;
        }

        var topic = will.Message.Topic;
        var bytes = Encoding.UTF8.GetBytes(topic);
        var levels = TopicFilter.CountLevels(bytes);
        if (levels > broker.Options.MaxTopicLevels)
        {
            return (MqttReasonCode.TopicNameInvalid, FormattableString.Invariant(
                $"the topic of the will has {levels} levels, and {broker.Options.MaxTopicLevels} are the limit"));
        }

        var isAllowed = !TopicRoute.IsOfBrokers(bytes) && (broker.Authorizer?.MayPublish(identity, clientId, topic) ?? true);
        return !isAllowed
            ? (MqttReasonCode.NotAuthorized, $"client \"{clientId}\" may not publish its will to {topic}")
            : null;
    }

    /// <summary>The will as it is held until it is due.</summary>
    public static MqttStoredWill ToStored(MqttWill will, string clientId, MessageFactory messages)
    {
        using var properties = new MqttWriter();
        MessageProperties.WriteForwarded(properties, will.Message);
        var message = new MqttStoredMessage
        {
            Id = messages.NextId(),
            Topic = Encoding.UTF8.GetBytes(will.Message.Topic),
            Payload = will.Message.Payload,
            Properties = properties.Written.ToArray(),
            QualityOfService = will.Message.QualityOfService,
            Publisher = clientId,
        };
        return new MqttStoredWill(message, will.Message.Retain, will.Delay, will.Message.MessageExpiry);
    }
}
