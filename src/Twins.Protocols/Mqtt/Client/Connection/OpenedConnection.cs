using Twins.Protocols.Mqtt.Client.Transport;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>A connection that the server has accepted.</summary>
/// <param name="Transport">The way to the server.</param>
/// <param name="Received">What was received after the CONNACK.</param>
/// <param name="Grant">What the server grants.</param>
internal sealed record OpenedConnection(MqttTransport Transport, ReceiveBuffer Received, MqttServerGrant Grant);
