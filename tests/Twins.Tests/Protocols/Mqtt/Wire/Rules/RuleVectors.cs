using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Rules;

/// <summary>Packets that each break one rule: the rule's number or section, the packet (see <see cref="PacketBytes"/>), the reason code.</summary>
public sealed class RuleVectors : TheoryData<string, string, MqttReasonCode>
{
    public RuleVectors Malformed(string rule, string packet) => With(rule, packet, MqttReasonCode.MalformedPacket);

    public RuleVectors Protocol(string rule, string packet) => With(rule, packet, MqttReasonCode.ProtocolError);

    public RuleVectors With(string rule, string packet, MqttReasonCode reason)
    {
        Add(rule, packet, reason);
        return this;
    }

    /// <summary>Checks that the packet is refused for the rule and with the reason code.</summary>
    internal static void Check(string rule, byte[] packet, MqttReasonCode reason, MqttProtocolVersion version, MqttSender sender)
    {
        var error = Assert.Throws<MqttProtocolException>(() => Packets.Rewrite(packet, version, sender));
        Assert.Contains(rule, error.Clause, StringComparison.Ordinal);
        Assert.Equal(reason, error.ReasonCode);
        Assert.Contains(error.Violation, error.Message, StringComparison.Ordinal);
    }
}
