namespace Twins.Protocols.Mqtt;

/// <summary>A wish for the messages of matching topics (5.0, section 3.8.3). The options other than the quality are not known to 3.1.1.</summary>
/// <param name="Filter">
/// The topic filter: 1 to 65,535 bytes as UTF-8; <c>+</c> stands for one level, <c>#</c> at the end for all that follow;
/// <c>$share/name/filter</c> shares the messages among the subscribers of that name (5.0, sections 4.7 and 4.8).
/// </param>
/// <param name="QualityOfService">The highest quality the messages are delivered with.</param>
public sealed record MqttSubscription(string Filter, MqttQualityOfService QualityOfService = MqttQualityOfService.AtMostOnce)
{
    /// <summary>Whether what this client publishes itself is left out; not allowed on a shared subscription.</summary>
    public bool NoLocal { get; init; }

    /// <summary>Whether messages keep the retain flag of their publisher; otherwise it says that the message had been kept.</summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>Which retained messages are sent when the subscription is made; by default those that match.</summary>
    public MqttRetainHandling RetainHandling { get; init; }
}
