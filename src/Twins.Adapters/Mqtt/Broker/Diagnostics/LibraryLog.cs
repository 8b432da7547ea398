using Microsoft.Extensions.Logging;
using MQTTnet.Diagnostics.Logger;

namespace Twins.Adapters.Mqtt.Broker.Diagnostics;

/// <summary>
/// Leads what MQTTnet logs to the host's log. Its warnings are about single clients (lost connections, malformed packets), which the
/// diagnostics tell already: they are debug output here.
/// </summary>
internal sealed class LibraryLog(ILogger logger) : IMqttNetLogger
{
    /// <inheritdoc/>
    public bool IsEnabled => true;

    /// <inheritdoc/>
    public void Publish(MqttNetLogLevel logLevel, string source, string message, object[] parameters, Exception exception)
    {
        var level = logLevel switch
        {
            MqttNetLogLevel.Error => LogLevel.Error,
            MqttNetLogLevel.Warning or MqttNetLogLevel.Info => LogLevel.Debug,
            _ => LogLevel.Trace,
        };
        if (logger.IsEnabled(level))
        {
#pragma warning disable CA2254 // The library's templates are numbered, not named; they are formatted before.
            logger.Log(level, exception, $"MQTTnet {source}: {Format(message, parameters)}");
#pragma warning restore CA2254
        }
    }

    private static string Format(string message, object[]? parameters)
    {
        try
        {
            var text = parameters is { Length: > 0 } ? string.Format(System.Globalization.CultureInfo.InvariantCulture, message, parameters) : message;
            return text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            // The template itself is still worth a line.
            return message.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        }
    }
}

/// <summary>
/// MQTTnet fails tasks that it never awaits (its issue 2271: each message displaced from a full queue, each packet that could not be
/// sent). They surface when the garbage collector finds them: here they are logged and marked as seen, so that a host that ends on
/// unobserved exceptions does not end by these.
/// </summary>
internal static partial class LibraryFaults
{
    private static int _watched;

    /// <summary>Watches from now on, once in a process.</summary>
    public static void Watch(ILogger logger)
    {
        if (Interlocked.Exchange(ref _watched, 1) != 0)
        {
            return;
        }

        TaskScheduler.UnobservedTaskException += (_, unobserved) =>
        {
            if (unobserved.Exception.InnerExceptions.All(IsOfLibrary))
            {
                unobserved.SetObserved();
                LogUnobserved(logger, unobserved.Exception.InnerExceptions[0].GetType().Name, unobserved.Exception.InnerExceptions[0].Message);
            }
        };
    }

    private static bool IsOfLibrary(Exception fault) =>
        fault.GetType().Namespace?.StartsWith("MQTTnet", StringComparison.Ordinal) == true
        || fault.StackTrace?.Contains(" MQTTnet.", StringComparison.Ordinal) == true;

    [LoggerMessage(LogLevel.Debug, "MQTTnet left an exception unobserved: {Kind}: {Message}")]
    private static partial void LogUnobserved(ILogger logger, string kind, string message);
}
