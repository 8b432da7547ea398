using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Rules;

/// <summary>The rules of SUBSCRIBE, UNSUBSCRIBE and their acknowledgements (5.0, sections 3.8 to 3.11).</summary>
public sealed class SubscribeRuleTests
{
    public static RuleVectors FromClient => new RuleVectors()
        .Protocol("MQTT-2.2.1-3", "82: 0000 {} 'a' 00")
        .Protocol("MQTT-3.8.3-2", "82: 0001 {}")
        .Malformed("4.13.1", "82: 0001 {} 'a'")
        .Malformed("4.13.1", "82: 0001 {} 'a' 00 'b'")
        .Malformed("MQTT-1.5.4-1", "82: 0001 {} 0001 FF 00") // MQTT-3.8.3-1
        .Malformed("MQTT-1.5.4-2", "82: 0001 {} 0001 00 00")
        .Protocol("MQTT-3.8.3-4", "82: 0001 {} '$share/g/a' 04")
        .Malformed("MQTT-3.8.3-5", "82: 0001 {} 'a' 40")
        .Malformed("MQTT-3.8.3-5", "82: 0001 {} 'a' 80")
        .Protocol("3.8.3.1", "82: 0001 {} 'a' 03")
        .Protocol("3.8.3.1", "82: 0001 {} 'a' 30")
        .Protocol("3.8.2.1.2", "82: 0001 {0B 00} 'a' 00")
        .Protocol("3.8.2.1.2", "82: 0001 {0B 01 0B 02} 'a' 00")
        .Malformed("4.7", "82: 0001 {} '' 00") // MQTT-4.7.3-1
        .Malformed("4.7", "82: 0001 {} 'a#' 00") // MQTT-4.7.1-1
        .Malformed("4.7", "82: 0001 {} 'a/#/b' 00") // MQTT-4.7.1-1
        .Malformed("4.7", "82: 0001 {} 'a+' 00") // MQTT-4.7.1-2
        .Malformed("4.7", "82: 0001 {} 'a/+b/c' 00") // MQTT-4.7.1-2
        .Malformed("4.8.2", "82: 0001 {} '$share//a' 00") // MQTT-4.8.2-1
        .Malformed("4.8.2", "82: 0001 {} '$share/g+/a' 00") // MQTT-4.8.2-2
        .Malformed("4.8.2", "82: 0001 {} '$share/g' 00") // MQTT-4.8.2-2
        .Malformed("4.8.2", "82: 0001 {} '$share/g/' 00") // MQTT-4.8.2-2
        .Malformed("4.8.2", "82: 0001 {} '$share/g/a/#/b' 00")
        .Protocol("MQTT-2.2.1-3", "A2: 0000 {} 'a'")
        .Protocol("MQTT-3.10.3-2", "A2: 0001 {}")
        .Malformed("MQTT-1.5.4-1", "A2: 0001 {} 0001 FF") // MQTT-3.10.3-1
        .Malformed("4.7", "A2: 0001 {} 'a#'")
        .Malformed("4.13.1", "A2: 0001 {} 0002 61");

    public static RuleVectors FromServer => new RuleVectors()
        .Protocol("MQTT-2.2.1-3", "90: 0000 {} 00")
        .Protocol("MQTT-3.9.3-1", "90: 0001 {}")
        .Protocol("MQTT-3.9.3-2", "90: 0001 {} 03")
        .Protocol("MQTT-3.9.3-2", "90: 0001 {} 00 11")
        .Protocol("MQTT-2.2.1-3", "B0: 0000 {} 00")
        .Protocol("MQTT-3.11.3-1", "B0: 0001 {}")
        .Protocol("MQTT-3.11.3-2", "B0: 0001 {} 01")
        .Protocol("MQTT-3.11.3-2", "B0: 0001 {} 97");

    public static RuleVectors FromClient311 => new RuleVectors()
        .Protocol("MQTT-2.2.1-3", "82: 0000 'a' 00") // 3.1.1: MQTT-2.3.1-1
        .Protocol("MQTT-3.8.3-2", "82: 0001") // 3.1.1: MQTT-3.8.3-3
        .Malformed("MQTT-3.8.3-5", "82: 0001 'a' 04") // 3.1.1: MQTT-3-8.3-4
        .Malformed("MQTT-3.8.3-5", "82: 0001 'a' 80")
        .Protocol("3.8.3.1", "82: 0001 'a' 03") // 3.1.1: MQTT-3-8.3-4
        .Malformed("4.7", "82: 0001 'a#' 00")
        .Malformed("4.7", "82: 0001 '' 00")
        .Protocol("MQTT-3.10.3-2", "A2: 0001"); // 3.1.1: MQTT-3.10.3-2

    public static RuleVectors FromServer311 => new RuleVectors()
        .Protocol("3.1.1, MQTT-3.9.3-2", "90: 0001 87")
        .Protocol("MQTT-3.9.3-1", "90: 0001")
        .Malformed("4.13.1", "B0: 0001 00");

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
    [MemberData(nameof(FromServer311))]
    public void ServersPacket311_BreaksARule_Refused(string rule, string packet, MqttReasonCode reason) =>
        RuleVectors.Check(rule, PacketBytes.Parse(packet), reason, MqttProtocolVersion.V311, MqttSender.Server);

    [Theory]
    [InlineData("82: 0001 {0B FFFFFF7F} 'a' 2E 'b/+/#' 00 '$share/g//' 02", MqttProtocolVersion.V500)]
    [InlineData("82: 0001 '$share/g' 02", MqttProtocolVersion.V311)] // which means nothing special to 3.1.1
    [InlineData("A2: 0001 '$share/' '#'", MqttProtocolVersion.V311)]
    public void Subscription_AtTheEdgeOfARule_Accepted(string packet, MqttProtocolVersion version) =>
        Assert.Equal(PacketBytes.Parse(packet), Packets.Rewrite(PacketBytes.Parse(packet), version, MqttSender.Client));
}
