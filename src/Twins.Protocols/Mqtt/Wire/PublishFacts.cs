namespace Twins.Protocols.Mqtt.Wire;

/// <summary>What the properties of a PUBLISH say to its receiver and to nobody behind it.</summary>
internal readonly record struct PublishFacts(ushort TopicAlias, uint? MessageExpirySeconds, bool HasOwnProperties)
{
    /// <summary>Reads, and so checks, all properties.</summary>
    public static PublishFacts Read(PropertyReader properties, MqttSender sender)
    {
        var facts = default(PublishFacts);
        while (properties.TryRead(out var property))
        {
            switch (property.Id)
            {
                case PropertyId.TopicAlias:
                    facts = facts with { TopicAlias = (ushort)property.Number, HasOwnProperties = true };
                    break;
                case PropertyId.MessageExpiryInterval:
                    facts = facts with { MessageExpirySeconds = property.Number, HasOwnProperties = true };
                    break;
                case PropertyId.SubscriptionIdentifier when sender == MqttSender.Client:
                    Violation.Protocol("a client published with a subscription identifier", "MQTT-3.3.4-6");
                    break;
                case PropertyId.SubscriptionIdentifier:
                    facts = facts with { HasOwnProperties = true };
                    break;
            }
        }

        return facts;
    }

    /// <summary>Whether a property is not forwarded as it is.</summary>
    public static bool IsOwn(PropertyId id) =>
        id is PropertyId.TopicAlias or PropertyId.MessageExpiryInterval or PropertyId.SubscriptionIdentifier;
}
