using System.Globalization;

namespace Twins.Protocols.Mqtt;

/// <summary>The peer is alive and refused: a connection, a message or a subscription.</summary>
public sealed class MqttRefusedException : MqttException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the peer.</param>
    /// <param name="subject">What it refused: <c>the connection of client ems-1</c>.</param>
    /// <param name="reasonCode">Its reason code. A number outside the enumeration is kept.</param>
    /// <param name="reasonString">What it said beside the code, for people to read; <see langword="null"/> when nothing.</param>
    public MqttRefusedException(string endpoint, string subject, MqttReasonCode reasonCode, string? reasonString = null)
        : base(Describe(endpoint, subject, reasonCode, reasonString))
    {
        ReasonCode = reasonCode;
        ReasonString = reasonString;
    }

    /// <summary>The peer's reason code; return codes of 3.1.1 are mapped.</summary>
    public MqttReasonCode ReasonCode { get; }

    /// <summary>What the peer said beside the code, for people to read; <see langword="null"/> when nothing.</summary>
    public string? ReasonString { get; }

    /// <summary>
    /// Where the peer wants the client to go (<see cref="MqttReasonCode.UseAnotherServer"/>, <see cref="MqttReasonCode.ServerMoved"/>;
    /// 5.0, section 4.11): hosts, usually with ports, separated by spaces; <see langword="null"/> when it names none.
    /// </summary>
    public string? ServerReference { get; init; }

    private static string Describe(string endpoint, string subject, MqttReasonCode reasonCode, string? reasonString)
    {
        var name = Enum.IsDefined(reasonCode) ? reasonCode.ToString() : "not in the standard";
        var said = reasonString is null ? "" : $": \"{reasonString}\"";
        return string.Create(CultureInfo.InvariantCulture, $"{endpoint} refused {subject} with 0x{(byte)reasonCode:X2} ({name}){said}.");
    }
}
