using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>Our own broker, for what has to hold wherever no other is installed.</summary>
internal sealed class EmbeddedBroker : IMqttPeer
{
    private readonly MqttBroker _broker = new();

    public int Port => _broker.Endpoints[0].Port;

    public static async Task<EmbeddedBroker> StartAsync()
    {
        var started = new EmbeddedBroker();
        await started._broker.StartAsync();
        return started;
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
