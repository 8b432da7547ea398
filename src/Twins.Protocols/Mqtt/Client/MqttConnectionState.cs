namespace Twins.Protocols.Mqtt;

/// <summary>Where a client's connection stands.</summary>
public enum MqttConnectionState
{
    /// <summary>Not asked for: before <see cref="IMqttClient.ConnectAsync"/>, after a disconnect, or refused for good.</summary>
    Disconnected,

    /// <summary>Being opened; the server has not accepted it yet.</summary>
    Connecting,

    /// <summary>Open and accepted by the server (CONNACK).</summary>
    Connected,

    /// <summary>Refused or lost, and waiting to be tried again.</summary>
    WaitingToReconnect,

    /// <summary>Disposed of for good.</summary>
    Closed,
}
