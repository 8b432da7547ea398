namespace Twins.Protocols.Mqtt;

/// <summary>Creates clients of the implementation that the build selects: our own, or MQTTnet with <c>TwinsLibraries=usual</c>.</summary>
public static class MqttClients
{
    /// <summary>Creates a client; nothing is opened yet.</summary>
    /// <param name="options">Where the server is and how the client presents itself.</param>
    /// <param name="receiver">Takes the messages of the subscriptions.</param>
    /// <param name="timeProvider">The clock of keep-alive, time-outs and delays; the system's unless given.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public static IMqttClient Create(MqttClientOptions options, IMqttReceiver receiver, TimeProvider? timeProvider = null) =>
        new SelectedMqttClient(options, receiver, timeProvider);
}
