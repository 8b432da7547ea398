using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>Against the npm package aedes, which speaks 3.1.1.</summary>
public sealed class AedesTests : BrokenConnectionTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V311;

    private protected override bool SubscriberBreaks => false;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await AedesBroker.StartAsync();
}
