using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>Against the MQTT of Debian's nats-server, which speaks 3.1.1 without QoS 2.</summary>
public sealed class NatsTests : PeerBrokerTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V311;

    private protected override MqttQualityOfService Highest => MqttQualityOfService.AtLeastOnce;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await NatsBroker.StartAsync();
}
