namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>A broker that nobody here wrote, running for one test.</summary>
internal interface IMqttPeer : IAsyncDisposable
{
    /// <summary>Its loopback port for MQTT over TCP.</summary>
    int Port { get; }
}
