using MQTTnet.Packets;

namespace Twins.Adapters.Mqtt.Broker.Retained;

/// <summary>
/// Until when a message is worth delivering. MQTTnet forwards the message expiry interval as it came, however long the message waited,
/// and tells nobody when it came. The list of user properties is the one object that it hands from the received message to each packet
/// that it sends, so this list carries the deadline along; on the wire it is the list it was.
/// </summary>
internal sealed class MessageDeadline : List<MqttUserProperty>
{
    private readonly long _until;

    /// <summary>A deadline on the monotonic clock.</summary>
    public MessageDeadline(IEnumerable<MqttUserProperty>? properties, TimeSpan remaining, TimeProvider clock)
        : base(properties ?? []) =>
        _until = clock.GetTimestamp() + (long)(remaining.TotalSeconds * clock.TimestampFrequency);

    /// <summary>What is left of a message's life; null when it has no end, zero or less when it is over.</summary>
    public static TimeSpan? Remaining(List<MqttUserProperty>? properties, TimeProvider clock) =>
        properties is MessageDeadline deadline ? TimeSpan.FromSeconds((double)(deadline._until - clock.GetTimestamp()) / clock.TimestampFrequency) : null;
}
