using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Client.Peers;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>What every implementation of <see cref="IMqttClient"/> has to do, in 5.0, with our own broker.</summary>
public sealed class ClientContract500Tests : BrokenConnectionTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V500;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await EmbeddedBroker.StartAsync();
}
