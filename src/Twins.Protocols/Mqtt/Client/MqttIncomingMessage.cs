using System.Text;

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

    /// <summary>A copy that may be kept.</summary>
    public MqttMessage ToMessage() => new()
    {
        Topic = Encoding.UTF8.GetString(Topic),
        Payload = Payload.ToArray(),
        QualityOfService = QualityOfService,
        Retain = Retain,
    };
}
