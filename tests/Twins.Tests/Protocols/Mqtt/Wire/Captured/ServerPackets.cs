using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Wire.Captured;

/// <summary>What mosquitto answered over a bare socket, and what the encoder of MQTT.js makes of every property.</summary>
public sealed class ServerPackets : TheoryData<string, MqttProtocolVersion, string, string>
{
    public ServerPackets()
    {
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "205701005411000004D22101B0240125002700000064120004746573742201C81F0004746573742600047465737400047465"
            + "7374280029002A001304D21A0004746573741C0004746573741500047465737416000401020304",
            "ConnAck SessionPresent=yes SessionExpirySeconds=1234 ReceiveMaximum=432 MaximumQualityOfService=1 Ma"
            + "ximumPacketSize=100 AssignedClientIdentifier=test TopicAliasMaximum=456 ReasonString=test UserProper"
            + "ties=[test:test] ServerKeepAliveSeconds=1234 ResponseInformation=test ServerReference=test Authentic"
            + "ationMethod=test AuthenticationData=01020304");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V311,
            "20020005",
            "ConnAck ReasonCode=NotAuthorized ReceiveMaximum=65535 MaximumQualityOfService=2 RetainAvailable=yes "
            + "TopicAliasMaximum=0 WildcardSubscriptionAvailable=yes SubscriptionIdentifierAvailable=yes SharedSubs"
            + "criptionAvailable=yes");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "3D47000474657374000A3A010102000010E1230064080005746F706963090004010203042600047465737400016126000474"
            + "6573740001620B780B790B7A0300047465737474657374",
            "Publish Topic=test Payload=74657374 QualityOfService=2 Retain=yes MessageExpiry=4321s IsUtf8Payload="
            + "yes ContentType=test ResponseTopic=topic CorrelationData=01020304 UserProperties=[test:a test:b] Dup"
            + "licate Id=10 Alias=100 Subscription=120 Subscription=121 Subscription=122");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "4018000210141F00047465737426000474657374000474657374",
            "PubAck Id=2 NoMatchingSubscribers \"test\"");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "5018000210141F00047465737426000474657374000474657374",
            "PubRec Id=2 NoMatchingSubscribers \"test\"");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "6218000292141F00047465737426000474657374000474657374",
            "PubRel Id=2 PacketIdentifierNotFound \"test\"");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "7018000292141F00047465737426000474657374000474657374",
            "PubComp Id=2 PacketIdentifierNotFound \"test\"");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "901B0006141F0004746573742600047465737400047465737400010287",
            "SubAck PacketId=6 ReasonCodes=[Success GrantedQualityOfService1 GrantedQualityOfService2 NotAuthoriz"
            + "ed] ReasonString=test UserProperties=[test:test]");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V311,
            "9006000600010280",
            "SubAck PacketId=6 ReasonCodes=[Success GrantedQualityOfService1 GrantedQualityOfService2 Unspecified"
            + "Error]");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "B01A0008141F0004746573742600047465737400047465737400118F",
            "UnsubAck PacketId=8 ReasonCodes=[Success NoSubscriptionExisted TopicFilterInvalid] ReasonString=test"
            + " UserProperties=[test:test]");
        Add("mqtt-packet 9.0.2", MqttProtocolVersion.V311, "B0020008", "UnsubAck PacketId=8 ReasonCodes=[]");
        Add("mqtt-packet 9.0.2", MqttProtocolVersion.V311, "D000", "PingResp");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "E01D9D1B1F000474657374260004746573740004746573741C000474657374",
            "Disconnect ReasonCode=ServerMoved ReasonString=test UserProperties=[test:test] ServerReference=test");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "F024182215000474657374160004000102031F00047465737426000474657374000474657374",
            "Auth ReasonCode=ContinueAuthentication AuthenticationMethod=test AuthenticationData=00010203 ReasonS"
            + "tring=test UserProperties=[test:test]");
        Add(
            "mosquitto 2.0.11",
            MqttProtocolVersion.V500,
            "203500003222000A1200296175746F2D46463346323341462D374632382D324646372D303533412D43344635394631314530"
            + "4230210014",
            "ConnAck ReceiveMaximum=20 MaximumQualityOfService=2 RetainAvailable=yes AssignedClientIdentifier=aut"
            + "o-FF3F23AF-7F28-2FF7-053A-C4F59F11E0B0 TopicAliasMaximum=10 WildcardSubscriptionAvailable=yes Subscr"
            + "iptionIdentifierAvailable=yes SharedSubscriptionAvailable=yes");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V500, "900400010002", "SubAck PacketId=1 ReasonCodes=[GrantedQualityOfService2]");
        Add(
            "mosquitto 2.0.11",
            MqttProtocolVersion.V311,
            "20020000",
            "ConnAck ReceiveMaximum=65535 MaximumQualityOfService=2 RetainAvailable=yes TopicAliasMaximum=0 Wildc"
            + "ardSubscriptionAvailable=yes SubscriptionIdentifierAvailable=yes SharedSubscriptionAvailable=yes");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V311, "50020009", "PubRec Id=9 Success");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V311, "70020009", "PubComp Id=9 Success");
        Add(
            "mosquitto 2.0.11",
            MqttProtocolVersion.V500,
            "340E0005612F622F630001020B076869",
            "Publish Topic=a/b/c Payload=6869 QualityOfService=2 Id=1 Alias=0 Subscription=7");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V500, "62020001", "PubRel Id=1 Success");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V500, "B00400020000", "UnsubAck PacketId=2 ReasonCodes=[Success]");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V500, "D000", "PingResp");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V500, "4003000410", "PubAck Id=4 NoMatchingSubscribers");
        Add("mosquitto 2.0.11", MqttProtocolVersion.V500, "E00181", "Disconnect ReasonCode=MalformedPacket");
        Add(
            "mosquitto 2.0.11",
            MqttProtocolVersion.V311,
            "20020002",
            "ConnAck ReasonCode=ClientIdentifierNotValid ReceiveMaximum=65535 MaximumQualityOfService=2 RetainAva"
            + "ilable=yes TopicAliasMaximum=0 WildcardSubscriptionAvailable=yes SubscriptionIdentifierAvailable=yes"
            + " SharedSubscriptionAvailable=yes");
        Add(
            "mosquitto 2.0.11",
            MqttProtocolVersion.V311,
            "20020001",
            "ConnAck ReasonCode=UnsupportedProtocolVersion ReceiveMaximum=65535 MaximumQualityOfService=2 RetainA"
            + "vailable=yes TopicAliasMaximum=0 WildcardSubscriptionAvailable=yes SubscriptionIdentifierAvailable=y"
            + "es SharedSubscriptionAvailable=yes");
    }
}
