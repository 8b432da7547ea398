namespace Twins.Protocols.Mqtt;

/// <summary>What became of a message that was published.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="ReasonCode">
/// The server's word (5.0): <see cref="MqttReasonCode.Success"/> or <see cref="MqttReasonCode.NoMatchingSubscribers"/>, the latter only
/// from servers that say so. Refusals are exceptions.
/// </param>
public readonly record struct MqttPublishResult(MqttPublishOutcome Outcome, MqttReasonCode ReasonCode = MqttReasonCode.Success);

/// <summary>What became of a message that was published.</summary>
public enum MqttPublishOutcome
{
    /// <summary>QoS 0: written to the connection. Whether it arrived is unknown.</summary>
    Written,

    /// <summary>QoS 1 and 2: the server has taken it over.</summary>
    Acknowledged,

    /// <summary>QoS 0: dropped from the full queue to make room for a newer one, and counted.</summary>
    Dropped,

    /// <summary>Not sent: its <see cref="MqttMessage.MessageExpiry"/> passed while it waited for a connection; counted.</summary>
    Expired,
}
