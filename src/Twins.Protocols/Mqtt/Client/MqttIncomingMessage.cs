using System.Text;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt;

/// <summary>A message on its way to an <see cref="IMqttReceiver"/>: spans of the read buffer, valid only during the call.</summary>
/// <param name="topic">The topic name, UTF-8.</param>
/// <param name="payload">The payload.</param>
public readonly ref struct MqttIncomingMessage(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
{
    /// <summary>The topic name: well-formed UTF-8, at least one byte, without wildcards.</summary>
    public ReadOnlySpan<byte> Topic { get; } = topic;

    /// <summary>The payload; may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>The QoS at which the server delivers.</summary>
    public MqttQualityOfService QualityOfService { get; init; }

    /// <summary>
    /// Whether the message was retained rather than just published; with <see cref="MqttSubscription.RetainAsPublished"/>, whether it
    /// was published as to be retained.
    /// </summary>
    public bool Retain { get; init; }

    /// <summary>Whether a QoS 1 message may have been handed over before, since the server sends it again.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>What to acknowledge it with; none at QoS 0.</summary>
    public MqttAcknowledgement Acknowledgement { get; init; }

    /// <summary>What is left of the message's expiry; <see langword="null"/>: none was set (5.0, section 3.3.2.3.3).</summary>
    public TimeSpan? MessageExpiry =>
        Find(PropertyId.MessageExpiryInterval, out var property) ? TimeSpan.FromSeconds(property.Number) : null;

    /// <summary>Whether the publisher says that the payload is UTF-8; nobody has checked it (5.0, section 3.3.2.3.2).</summary>
    public bool IsUtf8Payload => Find(PropertyId.PayloadFormatIndicator, out var property) && property.Flag;

    /// <summary>What the payload is, UTF-8; empty when not stated (5.0, section 3.3.2.3.9).</summary>
    public ReadOnlySpan<byte> ContentType => Find(PropertyId.ContentType, out var property) ? property.Bytes : default;

    /// <summary>Where an answer is awaited, UTF-8; empty: nowhere (5.0, section 3.3.2.3.5).</summary>
    public ReadOnlySpan<byte> ResponseTopic => Find(PropertyId.ResponseTopic, out var property) ? property.Bytes : default;

    /// <summary>What an answer has to carry, or carries; empty: nothing (5.0, section 3.3.2.3.6).</summary>
    public ReadOnlySpan<byte> CorrelationData => Find(PropertyId.CorrelationData, out var property) ? property.Bytes : default;

    /// <summary>The properties as they stand in the packet.</summary>
    internal PropertyReader Properties { get; init; }

    /// <summary>Whether the message came for the subscription with this identifier (5.0, section 3.8.4).</summary>
    /// <param name="identifier">The subscription identifier.</param>
    public bool IsFor(int identifier)
    {
        for (var properties = Properties; properties.TryRead(out var property);)
        {
            if (property.Id == PropertyId.SubscriptionIdentifier && property.Number == identifier)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of the first user property of a name, UTF-8.</summary>
    /// <param name="name">The name, UTF-8.</param>
    /// <param name="value">The value; empty when there is none.</param>
    /// <returns>Whether there is such a property.</returns>
    public bool TryGetUserProperty(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        for (var properties = Properties; properties.TryRead(out var property);)
        {
            if (property.Id == PropertyId.UserProperty && property.Bytes.SequenceEqual(name))
            {
                value = property.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>A copy that may be kept, with all its properties.</summary>
    public MqttMessage ToMessage() => MessageProperties.Read(Properties, new MqttMessage
    {
        Topic = Encoding.UTF8.GetString(Topic),
        Payload = Payload.ToArray(),
        QualityOfService = QualityOfService,
        Retain = Retain,
    });

    private bool Find(PropertyId id, out MqttProperty found)
    {
        for (var properties = Properties; properties.TryRead(out found);)
        {
            if (found.Id == id)
            {
                return true;
            }
        }

        return false;
    }
}
