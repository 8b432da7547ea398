using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Rules;

/// <summary>The rules of CONNECT and CONNACK (5.0, sections 3.1 and 3.2).</summary>
public sealed class ConnectRuleTests
{
    public static RuleVectors Connect => new RuleVectors()
        .With("MQTT-3.1.2-1", "10: 'MQTX' 05 02 003C {} 'id'", MqttReasonCode.UnsupportedProtocolVersion)
        .With("MQTT-3.1.2-1", "10: 'MQIsdp' 03 02 003C 'id'", MqttReasonCode.UnsupportedProtocolVersion)
        .With("MQTT-3.1.2-1", "10: 'mqtt' 05 02 003C {} 'id'", MqttReasonCode.UnsupportedProtocolVersion)
        .With("MQTT-3.1.2-2", "10: 'MQTT' 06 02 003C {} 'id'", MqttReasonCode.UnsupportedProtocolVersion)
        .With("MQTT-3.1.2-2", "10: 'MQTT' 03 02 003C {} 'id'", MqttReasonCode.UnsupportedProtocolVersion)
        .With("MQTT-3.1.2-2", "10: 'MQTT' 84 02 003C {} 'id'", MqttReasonCode.UnsupportedProtocolVersion)
        .Malformed("MQTT-3.1.2-3", "10: 'MQTT' 05 03 003C {} 'id'")
        .Malformed("MQTT-3.1.2-11", "10: 'MQTT' 05 0A 003C {} 'id'")
        .Malformed("MQTT-3.1.2-11", "10: 'MQTT' 05 12 003C {} 'id'")
        .Malformed("MQTT-3.1.2-12", "10: 'MQTT' 05 1E 003C {} 'id' {} 'will' '1'")
        .Malformed("MQTT-3.1.2-13", "10: 'MQTT' 05 22 003C {} 'id'")
        .Malformed("4.13.1", "10: 'MQTT' 05")
        .Malformed("4.13.1", "10: 'MQTT' 05 02 00")
        .Malformed("section 1.5.5", "10: 'MQTT' 05 02 003C")
        .Malformed("4.13.1", "10: 'MQTT' 05 02 003C {}") // MQTT-3.1.3-3
        .Malformed("4.13.1", "10: 'MQTT' 05 02 003C {} 'id' 00") // MQTT-3.1.2-16: bytes of a user name without its flag
        .Malformed("4.13.1", "10: 'MQTT' 05 82 003C {} 'id'") // MQTT-3.1.2-17
        .Malformed("4.13.1", "10: 'MQTT' 05 42 003C {} 'id'") // MQTT-3.1.2-19
        .Malformed("4.13.1", "10: 'MQTT' 05 06 003C {} 'id' {} 'will'") // MQTT-3.1.2-9
        .Malformed("MQTT-1.5.4-1", "10: 'MQTT' 05 02 003C {} 0002 C080")
        .Malformed("MQTT-1.5.4-1", "10: 'MQTT' 05 82 003C {} 'id' 0003 EDA080") // MQTT-3.1.3-12
        .Malformed("MQTT-1.5.4-1", "10: 'MQTT' 05 06 003C {} 'id' {} 0001 FF 'x'") // MQTT-3.1.3-11
        .Malformed("MQTT-1.5.4-2", "10: 'MQTT' 05 02 003C {} 0003 610062") // MQTT-3.1.3-4
        .Malformed("section 4.7", "10: 'MQTT' 05 06 003C {} 'id' {} 'will/#' 'x'")
        .Malformed("section 4.7", "10: 'MQTT' 05 06 003C {} 'id' {} '' 'x'")
        .Protocol("MQTT-3.3.2-14", "10: 'MQTT' 05 06 003C {} 'id' {08 'a/+'} 'will' 'x'")
        .Protocol("3.1.2.11.3", "10: 'MQTT' 05 02 003C {21 0000} 'id'")
        .Protocol("3.1.2.11.4", "10: 'MQTT' 05 02 003C {27 00000000} 'id'")
        .Protocol("3.1.2.11.6", "10: 'MQTT' 05 02 003C {19 02} 'id'")
        .Protocol("3.1.2.11.7", "10: 'MQTT' 05 02 003C {17 02} 'id'")
        .Protocol("3.1.2.11.10", "10: 'MQTT' 05 02 003C {16 'data'} 'id'")
        .Protocol("3.3.2.3.2", "10: 'MQTT' 05 06 003C {} 'id' {01 02} 'will' 'x'");

    public static RuleVectors ConnAck => new RuleVectors()
        .Malformed("MQTT-3.2.2-1", "20: 02 00 {}")
        .Malformed("MQTT-3.2.2-1", "20: 80 00 {}")
        .Protocol("MQTT-3.2.2-6", "20: 01 87 {}")
        .Protocol("MQTT-3.2.2-8", "20: 00 01 {}")
        .Protocol("MQTT-3.2.2-8", "20: 00 8D {}")
        .Protocol("MQTT-3.2.2-8", "20: 00 FF {}")
        .Malformed("4.13.1", "20: 00")
        .Malformed("section 1.5.5", "20: 00 00")
        .Malformed("4.13.1", "20: 00 00 {} 00")
        .Protocol("3.1.2.11.3", "20: 00 00 {21 0000}")
        .Protocol("3.1.2.11.4", "20: 00 00 {27 00000000}")
        .Protocol("3.2.2.3.4", "20: 00 00 {24 02}")
        .Protocol("3.2.2.3.5", "20: 00 00 {25 02}")
        .Protocol("3.2.2.3.11", "20: 00 00 {28 02}")
        .Protocol("3.2.2.3.12", "20: 00 00 {29 02}")
        .Protocol("3.2.2.3.13", "20: 00 00 {2A 02}");

    public static RuleVectors Connect311 => new RuleVectors()
        .Malformed("MQTT-3.1.2-3", "10: 'MQTT' 04 03 003C 'id'")
        .Malformed("MQTT-3.1.2-11", "10: 'MQTT' 04 0A 003C 'id'")
        .Malformed("MQTT-3.1.2-12", "10: 'MQTT' 04 1E 003C 'id' 'will' '1'") // 3.1.1: MQTT-3.1.2-14
        .Malformed("MQTT-3.1.2-13", "10: 'MQTT' 04 22 003C 'id'") // 3.1.1: MQTT-3.1.2-15
        .Malformed("3.1.1, MQTT-3.1.2-22", "10: 'MQTT' 04 42 003C 'id' 'secret'")
        .With("3.1.1, MQTT-3.1.3-8", "10: 'MQTT' 04 00 003C ''", MqttReasonCode.ClientIdentifierNotValid)
        .Malformed("MQTT-1.5.4-1", "10: 'MQTT' 04 02 003C 0001 80")
        .Malformed("4.13.1", "10: 'MQTT' 04 02 003C 'id' 00");

    public static RuleVectors ConnAck311 => new RuleVectors()
        .Malformed("MQTT-3.2.2-1", "20: 02 00")
        .Protocol("3.1.1, table 3.1", "20: 00 06")
        .Protocol("MQTT-3.2.2-6", "20: 01 05") // 3.1.1: MQTT-3.2.2-4
        .Malformed("4.13.1", "20: 00 00 00");

    [Theory]
    [MemberData(nameof(Connect))]
    public void Connect_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V500, MqttSender.Client);

    [Theory]
    [MemberData(nameof(ConnAck))]
    public void ConnAck_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V500, MqttSender.Server);

    [Theory]
    [MemberData(nameof(Connect311))]
    public void Connect311_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V311, MqttSender.Client);

    [Theory]
    [MemberData(nameof(ConnAck311))]
    public void ConnAck311_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V311, MqttSender.Server);

    [Theory]
    [InlineData("10: 'MQTT' 05 42 003C {} 'id' 'secret'")] // 5.0 allows a password without a user name
    [InlineData("10: 'MQTT' 05 00 003C {} ''")] // and lets the broker name the client of any session
    [InlineData("10: 'MQTT' 04 02 003C ''")]
    [InlineData("10: 'MQTT' 05 02 0000 {16 'data' 15 'method'} 'id'")]
    public void Connect_AtTheEdgeOfARule_Accepted(string packet) =>
        Assert.Equal(PacketBytes.Parse(packet).Length, Packets.Rewrite(PacketBytes.Parse(packet), MqttProtocolVersion.V500, MqttSender.Client).Length);

    [Theory]
    [InlineData("10: 'MQTT' 05 FF", MqttProtocolVersion.V500)]
    [InlineData("10: 'MQTT' 04", MqttProtocolVersion.V311)]
    [InlineData("10: 'MQTT' 06 02", null)]
    [InlineData("10: 'MQIsdp' 03 02", null)]
    [InlineData("10: 'MQTT'", null)]
    public void PeekVersion_BeforeAnythingElse_TellsTheFormOfTheAnswer(string packet, MqttProtocolVersion? expected) =>
        Assert.Equal(expected, ConnectPacket.PeekVersion(PacketBytes.Parse(packet).AsSpan(2)));
}
