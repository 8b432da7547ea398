using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Rules;

/// <summary>The rules of PUBLISH and its acknowledgements (5.0, sections 3.3 to 3.7).</summary>
public sealed class PublishRuleTests
{
    public static RuleVectors Publish => new RuleVectors()
        .Protocol("MQTT-3.3.1-2", "38: 'a' {} 01")
        .Malformed("MQTT-3.3.1-4", "36: 'a' 0001 {} 01")
        .Malformed("MQTT-3.3.1-4", "3E: 'a' 0001 {} 01")
        .Malformed("4.13.1", "30:") // MQTT-3.3.2-1
        .Malformed("4.13.1", "30: 0005 61")
        .Malformed("MQTT-1.5.4-1", "30: 0002 C1BF {}")
        .Malformed("MQTT-1.5.4-1", "30: 0003 EDA080 {}")
        .Malformed("MQTT-1.5.4-1", "30: 0003 EDBFBF {}")
        .Malformed("MQTT-1.5.4-1", "30: 0004 F4908080 {}")
        .Malformed("MQTT-1.5.4-1", "30: 0001 E2 {}")
        .Malformed("MQTT-1.5.4-2", "30: 0003 610062 {}") // MQTT-4.7.3-2
        .Malformed("MQTT-3.3.2-2", "30: 'a/+/b' {}")
        .Malformed("MQTT-3.3.2-2", "30: 'a/#' {}")
        .Protocol("MQTT-4.7.3-1", "30: '' {}")
        .Protocol("MQTT-2.2.1-3", "32: 'a' 0000 {}")
        .Protocol("MQTT-2.2.1-3", "34: 'a' 0000 {}")
        .Malformed("4.13.1", "32: 'a' 00")
        .Malformed("section 1.5.5", "30: 'a'") // MQTT-2.2.2-1
        .Malformed("4.13.1", "30: 'a' 05 23")
        .Malformed("4.13.1", "30: 'a' {23 00}")
        .Malformed("4.13.1", "30: 'a' {03 0005 61}")
        .With("MQTT-3.3.2-8", "30: 'a' {23 0000}", MqttReasonCode.TopicAliasInvalid)
        .Malformed("MQTT-1.5.4-1", "30: 'a' {08 0001 FF}") // MQTT-3.3.2-13
        .Protocol("MQTT-3.3.2-14", "30: 'a' {08 'r/#'}")
        .Protocol("MQTT-3.3.2-14", "30: 'a' {08 ''}")
        .Protocol("3.3.2.3.2", "30: 'a' {01 02}")
        .Malformed("MQTT-1.5.4-1", "30: 'a' {03 0001 FF}") // MQTT-3.3.2-19
        .Malformed("MQTT-1.5.4-1", "30: 'a' {26 0001 FF 'v'}") // MQTT-1.5.7-1
        .Malformed("MQTT-1.5.4-2", "30: 'a' {26 'n' 0001 00}")
        .Malformed("4.13.1", "30: 'a' {26 'n'}")
        .Protocol("MQTT-3.3.4-6", "30: 'a' {0B 01}")
        .Protocol("MQTT-3.3.4-6", "30: 'a' {23 0001 0B 01}")
        .Malformed("MQTT-1.5.5-1", "30: 'a' 8000");

    public static RuleVectors PublishFromServer => new RuleVectors()
        .Protocol("3.8.2.1.2", "30: 'a' {0B 00}")
        .Malformed("MQTT-1.5.5-1", "30: 'a' {0B 8100}")
        .Malformed("section 1.5.5", "30: 'a' {0B 8080808001}")
        .Malformed("section 1.5.5", "30: 'a' {0B 80}");

    public static RuleVectors Acks => new RuleVectors()
        .Protocol("MQTT-3.4.2-1", "40: 0001 01")
        .Protocol("MQTT-3.4.2-1", "40: 0001 92")
        .Protocol("MQTT-3.5.2-1", "50: 0001 18")
        .Protocol("MQTT-3.5.2-1", "50: 0001 FF")
        .Protocol("MQTT-3.6.2-1", "62: 0001 10")
        .Protocol("MQTT-3.6.2-1", "62: 0001 80")
        .Protocol("MQTT-3.7.2-1", "70: 0001 91")
        .Protocol("MQTT-2.2.1-3", "40: 0000")
        .Protocol("MQTT-2.2.1-3", "50: 0000")
        .Protocol("MQTT-2.2.1-3", "62: 0000")
        .Protocol("MQTT-2.2.1-3", "70: 0000")
        .Malformed("4.13.1", "40:")
        .Malformed("4.13.1", "50: 00")
        .Malformed("4.13.1", "62: 0001 00 {} 00")
        .Malformed("4.13.1", "70: 0001 00 05 1F")
        .Malformed("MQTT-1.5.4-1", "40: 0001 00 {1F 0001 FF}");

    public static RuleVectors Packets311 => new RuleVectors()
        .Protocol("MQTT-3.3.1-2", "38: 'a' 01")
        .Malformed("MQTT-3.3.1-4", "36: 'a' 0001 01")
        .Malformed("MQTT-1.5.4-1", "30: 0002 C080") // 3.1.1: MQTT-1.5.3-1
        .Malformed("MQTT-1.5.4-2", "30: 0001 00") // 3.1.1: MQTT-1.5.3-2
        .Malformed("MQTT-3.3.2-2", "30: 'a/+'")
        .Protocol("MQTT-4.7.3-1", "30: ''")
        .Protocol("MQTT-2.2.1-3", "32: 'a' 0000") // 3.1.1: MQTT-2.3.1-1
        .Malformed("4.13.1", "40: 0001 00")
        .Malformed("4.13.1", "50: 0001 00")
        .Malformed("4.13.1", "62: 0001 00")
        .Malformed("4.13.1", "70: 0001 00");

    [Theory]
    [MemberData(nameof(Publish))]
    public void Publish_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V500, MqttSender.Client);

    [Theory]
    [MemberData(nameof(PublishFromServer))]
    public void PublishFromServer_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V500, MqttSender.Server);

    [Theory]
    [MemberData(nameof(Acks))]
    public void Ack_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V500, MqttSender.Server);

    [Theory]
    [MemberData(nameof(Packets311))]
    public void Packet311_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V311, MqttSender.Client);

    [Theory]
    [InlineData("30: '' {23 0001} 01")] // an alias stands for the topic
    [InlineData("30: 'a' {}")] // an empty payload is one
    [InlineData("30: 0003 EFBBBF {}")] // MQTT-1.5.4-3: a byte order mark is a character
    [InlineData("30: 0003 EFBFBF {}")] // U+FFFF should not be sent, and is not forbidden
    [InlineData("30: 0004 F48FBFBF {}")]
    [InlineData("3A: 'a' 0001 {01 00}")]
    public void Publish_AtTheEdgeOfARule_Accepted(string packet) =>
        Assert.Equal(PacketBytes.Parse(packet), Packets.Rewrite(PacketBytes.Parse(packet), MqttProtocolVersion.V500, MqttSender.Client));
}
