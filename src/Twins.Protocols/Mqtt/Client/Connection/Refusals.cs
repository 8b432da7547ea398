namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>Which refusals of a connection pass by themselves, and which need somebody to change something.</summary>
internal static class Refusals
{
    /// <summary>Whether asking again would be answered the same (5.0, section 3.2.2.2).</summary>
    public static bool AreFinal(MqttReasonCode code) => code is not (
        MqttReasonCode.UnspecifiedError
        or MqttReasonCode.ImplementationSpecificError
        or MqttReasonCode.ServerUnavailable
        or MqttReasonCode.ServerBusy
        or MqttReasonCode.QuotaExceeded
        or MqttReasonCode.ConnectionRateExceeded);
}
