using MQTTnet.Protocol;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>A client broke the standard or a bound of the broker; its connection ends with this reason.</summary>
internal sealed class ProtocolFault(MqttDisconnectReasonCode reason, string message, Exception? cause = null) : Exception(message, cause)
{
    public MqttDisconnectReasonCode Reason { get; } = reason;
}
