using System.Globalization;

namespace Twins.Protocols.Mqtt;

/// <summary>The peer broke the standard. The connection is closed, with <see cref="ReasonCode"/> where the version can tell it.</summary>
public sealed class MqttProtocolException : MqttException
{
    /// <summary>Creates the error.</summary>
    /// <param name="reasonCode">What the connection is closed with.</param>
    /// <param name="violation">What is wrong, as a clause that names the value and the limit.</param>
    /// <param name="clause">Where the standard forbids it: <c>MQTT-3.3.1-4</c>, <c>5.0, section 3.14.2.1</c>.</param>
    public MqttProtocolException(MqttReasonCode reasonCode, string violation, string clause)
        : base(string.Create(CultureInfo.InvariantCulture, $"{violation} [{clause}]; reason code 0x{(byte)reasonCode:X2} ({reasonCode})."))
    {
        ReasonCode = reasonCode;
        Violation = violation;
        Clause = clause;
    }

    /// <summary>What the connection is closed with.</summary>
    public MqttReasonCode ReasonCode { get; }

    /// <summary>What is wrong, as a clause that names the value and the limit.</summary>
    public string Violation { get; }

    /// <summary>Where the standard forbids it.</summary>
    public string Clause { get; }
}
