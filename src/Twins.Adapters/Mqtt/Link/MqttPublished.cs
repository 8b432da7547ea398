using MQTTnet;

namespace Twins.Adapters.Mqtt;

/// <summary>How far a published message got.</summary>
internal enum PublishProgress
{
    /// <summary>Nothing left; that is certain.</summary>
    NotSent,

    /// <summary>Nothing left, because the broker has not answered what was published before.</summary>
    Busy,

    /// <summary>The broker answered that it does not take it.</summary>
    Refused,

    /// <summary>It was handed to the socket, and no answer came: it may have arrived.</summary>
    InDoubt,

    /// <summary>The broker has it; at QoS 0, it was handed to the socket.</summary>
    Accepted,

    /// <summary>The broker has it, and says that nobody listens to its topic.</summary>
    Unheard,
}

/// <summary>What became of a published message.</summary>
/// <param name="Progress">How far it got.</param>
/// <param name="Reason">Why no further; null when it was accepted.</param>
internal readonly record struct MqttPublished(PublishProgress Progress, string? Reason)
{
    public static MqttPublished NotSent(string reason) => new(PublishProgress.NotSent, reason);

    public static MqttPublished Busy(string reason) => new(PublishProgress.Busy, reason);

    public static MqttPublished InDoubt(string reason) => new(PublishProgress.InDoubt, reason);

    /// <summary>What the library's result says; it is no exception when the broker refuses.</summary>
    public static MqttPublished Of(MqttClientPublishResult result) => result switch
    {
        { ReasonCode: MqttClientPublishReasonCode.NoMatchingSubscribers } => new(PublishProgress.Unheard, "nobody listens to its topic"),
        { IsSuccess: true } => new(PublishProgress.Accepted, null),
        _ => new(PublishProgress.Refused, string.IsNullOrEmpty(result.ReasonString) ? result.ReasonCode.ToString() : $"{result.ReasonCode} ({result.ReasonString})"),
    };
}
