namespace Twins.Protocols.Mqtt;

/// <summary>
/// Something over MQTT came to no good end. The derived types say who is at fault: the peer that broke the standard
/// (<see cref="MqttProtocolException"/>) or refused (<see cref="MqttRefusedException"/>), the way to it
/// (<see cref="MqttConnectionException"/>) or the load put on us (<see cref="MqttBusyException"/>). A wrong argument is an
/// <see cref="ArgumentException"/> and none of these.
/// </summary>
public abstract class MqttException : Exception
{
    private protected MqttException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
