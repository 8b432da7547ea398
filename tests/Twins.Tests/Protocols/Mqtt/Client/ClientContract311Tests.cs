using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Client.Peers;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>What every implementation of <see cref="IMqttClient"/> has to do, in 3.1.1, with our own broker.</summary>
public sealed class ClientContract311Tests : BrokenConnectionTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V311;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await EmbeddedBroker.StartAsync();
}
