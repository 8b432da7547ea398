using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Rules;

/// <summary>The rules of PINGREQ, PINGRESP, DISCONNECT and AUTH (5.0, sections 3.12 to 3.15).</summary>
public sealed class SessionEndRuleTests
{
    public static RuleVectors FromClient => new RuleVectors()
        .Malformed("3.12.1", "C0: 00")
        .Protocol("MQTT-3.14.2-1", "E0: 01")
        .Protocol("MQTT-3.14.2-1", "E0: 8E") // only brokers say that a session was taken over
        .Protocol("MQTT-3.14.2-1", "E0: FF {}")
        .Protocol("3.14.2.2.5", "E0: 00 {1C 'other'}")
        .Malformed("4.13.1", "E0: 00 {} 00")
        .Malformed("4.13.1", "E0: 00 05")
        .Malformed("MQTT-1.5.4-2", "E0: 00 {1F 0001 00}")
        .Protocol("MQTT-3.15.2-1", "F0:") // the short form is success, which only brokers say
        .Protocol("MQTT-3.15.2-1", "F0: 00 {15 'm'}")
        .Protocol("MQTT-3.15.2-1", "F0: 87 {15 'm'}")
        .Protocol("3.15.2.2.2", "F0: 18 {}")
        .Protocol("3.15.2.2.2", "F0: 19 {16 'data'}")
        .Malformed("section 1.5.5", "F0: 18")
        .Malformed("4.13.1", "F0: 18 {15 'm'} 00");

    public static RuleVectors FromServer => new RuleVectors()
        .Malformed("3.13.1", "D0: 00")
        .Protocol("MQTT-3.14.2-1", "E0: 04") // only clients have a will
        .Protocol("MQTT-3.14.2-1", "E0: 84")
        .Protocol("MQTT-3.14.2-2", "E0: 00 {11 0000000A}")
        .Protocol("MQTT-3.15.2-1", "F0: 19 {15 'm'}")
        .Protocol("3.15.2.2.2", "F0: 00 {}");

    public static RuleVectors FromClient311 => new RuleVectors()
        .Malformed("3.12.1", "C0: 00")
        .Malformed("4.13.1", "E0: 00");

    [Theory]
    [MemberData(nameof(FromClient))]
    public void ClientsPacket_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V500, MqttSender.Client);

    [Theory]
    [MemberData(nameof(FromServer))]
    public void ServersPacket_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V500, MqttSender.Server);

    [Theory]
    [MemberData(nameof(FromClient311))]
    public void ClientsPacket311_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V311, MqttSender.Client);

    [Theory]
    [InlineData("F0:", "Server")]
    [InlineData("E0: 04 {11 00000000}", "Client")]
    [InlineData("E0: 9D {1C 'other:1883'}", "Server")]
    public void Packet_AtTheEdgeOfARule_Accepted(string packet, string sender) => Assert.Equal(
        PacketBytes.Parse(packet),
        Packets.Rewrite(PacketBytes.Parse(packet), MqttProtocolVersion.V500, Enum.Parse<MqttSender>(sender)));
}
