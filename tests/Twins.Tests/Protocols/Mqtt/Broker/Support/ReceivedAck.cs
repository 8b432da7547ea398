using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Broker.Support;

/// <summary>A PUBACK, PUBREC, PUBREL or PUBCOMP as a client got it.</summary>
internal sealed record ReceivedAck(MqttPacketType Type, ushort PacketId, MqttReasonCode Code);
