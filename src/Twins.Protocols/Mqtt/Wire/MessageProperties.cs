using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>The properties that belong to a message, in PUBLISH and in the will of CONNECT, and to nobody on the way.</summary>
internal static class MessageProperties
{
    /// <summary>Writes the properties of a message that whoever forwards it must not change [MQTT-3.3.2-17 to -20]: all but its expiry.</summary>
    public static void WriteForwarded(MqttWriter writer, MqttMessage message)
    {
        writer.WriteFlag(PropertyId.PayloadFormatIndicator, message.IsUtf8Payload, defaultValue: false);
        writer.WriteProperty(PropertyId.ContentType, message.ContentType);
        writer.WriteProperty(PropertyId.ResponseTopic, message.ResponseTopic);
        writer.WriteProperty(PropertyId.CorrelationData, message.CorrelationData);
        writer.WriteUserProperties(message.UserProperties);
    }

    /// <summary>The message's expiry in seconds, as it is sent.</summary>
    public static uint? ExpirySeconds(MqttMessage message) =>
        message.MessageExpiry is { } expiry ? Seconds.From(expiry, nameof(MqttMessage.MessageExpiry)) : null;

    /// <summary>Puts the properties into a message; those that are not of a message are left to the caller.</summary>
    public static MqttMessage Read(PropertyReader properties, MqttMessage message)
    {
        ImmutableArray<MqttUserProperty>.Builder? userProperties = null;
        while (properties.TryRead(out var property))
        {
            switch (property.Id)
            {
                case PropertyId.PayloadFormatIndicator:
                    message = message with { IsUtf8Payload = property.Flag };
                    break;
                case PropertyId.MessageExpiryInterval:
                    message = message with { MessageExpiry = TimeSpan.FromSeconds(property.Number) };
                    break;
                case PropertyId.ContentType:
                    message = message with { ContentType = property.Text };
                    break;
                case PropertyId.ResponseTopic:
                    message = message with { ResponseTopic = property.Text };
                    break;
                case PropertyId.CorrelationData:
                    message = message with { CorrelationData = property.Bytes.ToArray() };
                    break;
                case PropertyId.UserProperty:
                    (userProperties ??= ImmutableArray.CreateBuilder<MqttUserProperty>()).Add(property.UserProperty);
                    break;
            }
        }

        return userProperties is null ? message : message with { UserProperties = userProperties.DrainToImmutable() };
    }
}
