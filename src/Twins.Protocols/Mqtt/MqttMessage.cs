using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt;

/// <summary>
/// An application message as it is published or received. What only 5.0 knows is not sent over a 3.1.1 connection. Two messages
/// are equal only when they share the memory of their payloads.
/// </summary>
public sealed record MqttMessage
{
    /// <summary>The topic name: 1 to 65,535 bytes as UTF-8, without <c>+</c>, <c>#</c> and U+0000 (5.0, section 4.7).</summary>
    public required string Topic { get; init; }

    /// <summary>The payload; may be empty. An empty retained message deletes the one that is retained.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>How surely it is delivered; by default at most once.</summary>
    public MqttQualityOfService QualityOfService { get; init; }

    /// <summary>
    /// Published: whether the broker keeps it for later subscribers. Received: whether it was kept, or, when the subscription
    /// retains as published, what the publisher said.
    /// </summary>
    public bool Retain { get; init; }

    /// <summary>
    /// For how long it is worth delivering, in whole seconds (a part of a second is rounded up), up to 4,294,967,295 s;
    /// <see langword="null"/>: for ever (5.0, section 3.3.2.3.3).
    /// </summary>
    public TimeSpan? MessageExpiry { get; init; }

    /// <summary>Whether the payload is said to be UTF-8 text; nobody on the way has to check it (5.0, section 3.3.2.3.2).</summary>
    public bool IsUtf8Payload { get; init; }

    /// <summary>What the payload is, usually a MIME type; <see langword="null"/> when not stated (5.0, section 3.3.2.3.9).</summary>
    public string? ContentType { get; init; }

    /// <summary>Where an answer is awaited, a topic name; <see langword="null"/>: nowhere (5.0, section 3.3.2.3.5).</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>What an answer has to carry, so that it is known as such; <see langword="null"/>: nothing (5.0, section 3.3.2.3.6).</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>Names and values of the application's own, in order; none by default.</summary>
    public ImmutableArray<MqttUserProperty> UserProperties { get; init; } = [];
}
