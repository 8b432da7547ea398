namespace Twins.Protocols.Mqtt.Wire;

/// <summary>The sizes the standard sets.</summary>
internal static class MqttLimits
{
    /// <summary>The greatest variable byte integer, and the longest body of a packet (5.0, section 1.5.5).</summary>
    public const int MaxVariableByteInteger = 268_435_455;

    /// <summary>Bytes of the longest text or binary value (5.0, sections 1.5.4 and 1.5.6).</summary>
    public const int MaxTextLength = 65_535;

    /// <summary>The first byte and four of length.</summary>
    public const int MaxHeaderLength = 5;

    /// <summary>The longest packet there can be.</summary>
    public const int MaxPacketSize = MaxVariableByteInteger + MaxHeaderLength;
}
