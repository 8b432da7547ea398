namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>A broker of another hand, running for one test.</summary>
internal interface IMqttPeer : IAsyncDisposable
{
    /// <summary>Its loopback port for MQTT over TCP.</summary>
    int Port { get; }
}
