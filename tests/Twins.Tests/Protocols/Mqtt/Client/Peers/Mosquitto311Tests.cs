using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>Against Debian's mosquitto, in 3.1.1.</summary>
public sealed class Mosquitto311Tests : BrokenConnectionTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V311;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await MosquittoBroker.StartAsync();
}
