namespace Twins.Protocols.Mqtt.Wire;

/// <summary>The return codes of 3.1.1's CONNACK (3.1.1, table 3.1) as reason codes of 5.0, and back.</summary>
internal static class ReturnCodes
{
    /// <summary>Tells a return code as a reason code.</summary>
    /// <exception cref="MqttProtocolException">It is reserved.</exception>
    public static MqttReasonCode ToReasonCode(byte returnCode)
    {
        switch (returnCode)
        {
            case 0:
                return MqttReasonCode.Success;
            case 1:
                return MqttReasonCode.UnsupportedProtocolVersion;
            case 2:
                return MqttReasonCode.ClientIdentifierNotValid;
            case 3:
                return MqttReasonCode.ServerUnavailable;
            case 4:
                return MqttReasonCode.BadUserNameOrPassword;
            case 5:
                return MqttReasonCode.NotAuthorized;
            default:
                Violation.Protocol(FormattableString.Invariant($"the return code {returnCode} of CONNACK is reserved"), "3.1.1, table 3.1");
                return default;
        }
    }

    /// <summary>
    /// Tells a reason code as a return code. Where none applies there is none, and the connection is closed without CONNACK
    /// (3.1.1, MQTT-3.2.2-6).
    /// </summary>
    public static bool TryFromReasonCode(MqttReasonCode reasonCode, out byte returnCode)
    {
        int? found = reasonCode switch
        {
            MqttReasonCode.Success => 0,
            MqttReasonCode.UnsupportedProtocolVersion => 1,
            MqttReasonCode.ClientIdentifierNotValid => 2,
            MqttReasonCode.ServerUnavailable or MqttReasonCode.ServerBusy or MqttReasonCode.ServerShuttingDown
                or MqttReasonCode.UseAnotherServer or MqttReasonCode.ServerMoved or MqttReasonCode.QuotaExceeded
                or MqttReasonCode.ConnectionRateExceeded => 3,
            MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.BadAuthenticationMethod => 4,
            MqttReasonCode.NotAuthorized or MqttReasonCode.Banned => 5,
            _ => null,
        };
        returnCode = (byte)(found ?? 0);
        return found is not null;
    }
}
