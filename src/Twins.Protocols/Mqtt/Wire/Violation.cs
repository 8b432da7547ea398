using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Throws the errors of the readers, away from their hot paths.</summary>
internal static class Violation
{
    /// <summary>The packet cannot be read (5.0, section 4.13.1).</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Malformed(string violation, string clause) =>
        throw new MqttProtocolException(MqttReasonCode.MalformedPacket, violation, clause);

    /// <summary>The packet can be read, and what it says is forbidden (5.0, section 4.13.1).</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Protocol(string violation, string clause) =>
        throw new MqttProtocolException(MqttReasonCode.ProtocolError, violation, clause);

    /// <summary>A field goes beyond the end of what holds it.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Truncated(string field, int needed, int left) =>
        Malformed(FormattableString.Invariant($"{field} needs {needed} bytes, and {left} are left"), "5.0, section 4.13.1");
}
