using Microsoft.Extensions.Logging;

namespace Twins.Adapters.Mqtt;

/// <summary>What links to MQTT brokers log.</summary>
internal static partial class MqttLog
{
    [LoggerMessage(LogLevel.Warning, "No connection to the broker {Endpoint}, tried again: {Reason}")]
    public static partial void ConnectFailed(this ILogger logger, Exception fault, string endpoint, string reason);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker {Endpoint} is lost: {Reason}")]
    public static partial void LinkLost(this ILogger logger, string endpoint, string reason);

    [LoggerMessage(LogLevel.Warning, "{Endpoint}: {Reason}")]
    public static partial void SubscriptionRefused(this ILogger logger, string endpoint, string reason);

    [LoggerMessage(LogLevel.Debug, "The broker {Endpoint} could not be left in order")]
    public static partial void GoodbyeFailed(this ILogger logger, Exception fault, string endpoint);

    [LoggerMessage(LogLevel.Debug, "A message on '{Topic}' could not be acknowledged, and will be delivered again")]
    public static partial void AcknowledgementFailed(this ILogger logger, Exception fault, string topic);

    [LoggerMessage(LogLevel.Information, "A message on '{Topic}' could not be published")]
    public static partial void PublishFailed(this ILogger logger, Exception fault, string topic);

    [LoggerMessage(LogLevel.Debug, "A publish ended without an answer")]
    public static partial void PublishEnded(this ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Debug, "MQTTnet: {Text}")]
    public static partial void OfLibrary(this ILogger logger, Exception? fault, string text);

    [LoggerMessage(LogLevel.Error, "What arrived on {Site}/{Connection} could not be handed on; it is delivered again where it was to be acknowledged")]
    public static partial void DeliveryFailed(this ILogger logger, Exception fault, string site, string connection);

    [LoggerMessage(LogLevel.Warning, "{Device} ignores a retained command on '{Topic}'")]
    public static partial void RetainedCommandIgnored(this ILogger logger, string device, string topic);

    [LoggerMessage(LogLevel.Debug, "What {Device} published on '{Topic}' is lost: {Reason}")]
    public static partial void ReportLost(this ILogger logger, string device, string topic, string? reason);
}
