using System.ComponentModel.DataAnnotations;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Client.Outgoing;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt;

/// <summary>What options have to agree on with each other, and with the version.</summary>
internal static class MqttClientOptionChecks
{
    public static IEnumerable<ValidationResult> Errors(MqttClientOptions options) =>
        Times(options).Concat(Version(options)).Concat(Introduction(options)).Select(error => new ValidationResult(error));

    private static IEnumerable<string> Times(MqttClientOptions options)
    {
        if (options.MaxReconnectDelay < options.ReconnectDelay)
        {
            yield return $"MaxReconnectDelay is {options.MaxReconnectDelay}, but must not be below ReconnectDelay, {options.ReconnectDelay}.";
        }

        if (options.SessionExpiry < TimeSpan.Zero)
        {
            yield return $"SessionExpiry is {options.SessionExpiry}, but must not be negative.";
        }

        if (options.WebSocketPath is { } path && !path.StartsWith('/'))
        {
            yield return $"WebSocketPath is '{path}', but must begin with '/'.";
        }
    }

    private static IEnumerable<string> Version(MqttClientOptions options)
    {
        if (!Enum.IsDefined(options.Version))
        {
            yield return $"Version is {options.Version}, but must be V311 or V500.";
        }

        if (options.Version == MqttProtocolVersion.V311)
        {
            if (options.Password is not null && options.Username is null)
            {
                yield return "Password is set without Username, which 3.1.1 does not know (MQTT-3.1.2-22).";
            }

            if (options.ClientId.Length == 0 && options.SessionExpiry > TimeSpan.Zero)
            {
                yield return "ClientId is empty, but 3.1.1 keeps a session (SessionExpiry) only for a client with an identifier (MQTT-3.1.3-8).";
            }
        }
    }

    // What cannot be written would otherwise be found at each attempt to connect.
    private static IEnumerable<string> Introduction(MqttClientOptions options)
    {
        using var encoder = new PublishEncoder(options);
        using var trial = new MqttWriter();
        return new[]
        {
            Fault(() => encoder.Check(options.Will?.Message ?? new MqttMessage { Topic = "none" })) is { } will ? $"Will cannot be sent: {will}" : null,
            Fault(() => new Handshake(options, options.Host).Introduction(options.ClientId, cleanStart: true).Write(trial)) is { } connect
                ? $"CONNECT cannot be sent: {connect}"
                : null,
        }.OfType<string>();
    }

    private static string? Fault(Action attempt)
    {
        try
        {
            attempt();
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
