namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Who sent a packet; some packets hold things that only one side may send.</summary>
internal enum MqttSender
{
    Client,
    Server,
}
