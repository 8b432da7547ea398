namespace Twins.Protocols.Mqtt;

/// <summary>A message as a broker holds it: immutable, and shared by all deliveries and by the retained messages.</summary>
public sealed class MqttStoredMessage
{
    /// <summary>
    /// Identifies the message among all that a store holds; greater than those of all messages before it. A store writes a message once
    /// however many deliveries refer to it.
    /// </summary>
    public required long Id { get; init; }

    /// <summary>The topic name, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Topic { get; init; }

    /// <summary>The payload.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// The properties that are forwarded as they are, encoded as in a PUBLISH of 5.0 without their length: payload format, content type,
    /// response topic, correlation data and user properties. Empty when there are none.
    /// </summary>
    public ReadOnlyMemory<byte> Properties { get; init; }

    /// <summary>The quality of service with which it was published.</summary>
    public required MqttQualityOfService QualityOfService { get; init; }

    /// <summary>After when it is of no use to anybody (message expiry interval, 5.0, section 3.3.2.3.3); null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The client identifier of its publisher, who may have asked not to get back what it sent.</summary>
    public required string Publisher { get; init; }
}
