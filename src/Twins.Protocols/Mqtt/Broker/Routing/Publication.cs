using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>
/// A message on its way through the broker: first where it stands in the receive buffer, then, when somebody has to hold it, as the one
/// copy that all share.
/// </summary>
internal ref struct Publication
{
    private MqttStoredMessage? _shared;

    public ReadOnlySpan<byte> Topic { get; init; }

    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The properties that are forwarded as they are, encoded.</summary>
    public ReadOnlySpan<byte> Properties { get; init; }

    public MqttQualityOfService QualityOfService { get; init; }

    public bool Retain { get; init; }

    /// <summary>For how many seconds from now on it is of use; null means for ever.</summary>
    public uint? ExpirySeconds { get; init; }

    /// <summary>The client identifier of the publisher.</summary>
    public required string Publisher { get; init; }

    /// <summary>The publisher's session; null when it is gone.</summary>
    public Session? PublisherSession { get; init; }

    public required MessageFactory Messages { get; init; }

    public readonly int Size => Topic.Length + Payload.Length + Properties.Length;

    /// <summary>The payload in memory that does not change, when it is so long that copying it for each subscriber would cost more; else empty.</summary>
    public ReadOnlyMemory<byte> SharedPayload => Payload.Length < OutgoingBuffer.LongPayload ? default : Share().Payload;

    /// <summary>The message as it is held; made when it is first asked for.</summary>
    public MqttStoredMessage Share() => _shared ??= Messages.Create(this);

    /// <summary>A message that is held already.</summary>
    public static Publication Of(MqttStoredMessage message, MessageFactory messages, bool retain = false, Session? publisher = null) => new()
    {
        _shared = message,
        Topic = message.Topic.Span,
        Payload = message.Payload.Span,
        Properties = message.Properties.Span,
        QualityOfService = message.QualityOfService,
        Retain = retain,
        ExpirySeconds = messages.RemainingSeconds(message),
        Publisher = message.Publisher,
        PublisherSession = publisher,
        Messages = messages,
    };

    /// <summary>The packet in which it is delivered at QoS 0.</summary>
    public readonly PublishPacket ToPacket(in DeliveryTerms terms) => new()
    {
        Topic = Topic,
        Payload = Payload,
        ForwardedProperties = Properties,
        MessageExpirySeconds = ExpirySeconds,
        Retain = terms.Retain,
        SubscriptionIdentifiers = terms.Identifiers.AsSpan(),
    };
}
