using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Wire.Captured;

/// <summary>What clients that nobody here wrote sent to a listener that recorded it, for commands with these names and values.</summary>
public sealed class ClientPackets : TheoryData<string, MqttProtocolVersion, string, string>
{
    public ClientPackets()
    {
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V311,
            "101200044D5154540402003C0006707562333131",
            "Connect Version=V311 ClientIdentifier=pub311 CleanStart=yes KeepAliveSeconds=60 TopicAliasMaximum=0 "
            + "RequestProblemInformation=yes");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V311,
            "30180012736974652F6D657465722D312F706F77657231322E35",
            "Publish Topic=site/meter-1/power Payload=31322E35 QualityOfService=0 Id=0 Alias=0");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V311, "E000", "Disconnect");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V311,
            "103600044D51545404EE001E0006707562333131000B736974652F73746174757300076F66666C696E650004757365720006"
            + "736563726574",
            "Connect Version=V311 ClientIdentifier=pub311 CleanStart=yes KeepAliveSeconds=30 Will=(Message=(Topic"
            + "=site/status Payload=6F66666C696E65 QualityOfService=1 Retain=yes)) UserName=user Password=736563726"
            + "574 TopicAliasMaximum=0 RequestProblemInformation=yes");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V311,
            "331A0012736974652F6D657465722D312F706F776572000131322E35",
            "Publish Topic=site/meter-1/power Payload=31322E35 QualityOfService=1 Retain=yes Id=1 Alias=0");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V500,
            "103D00044D5154540506003C1D1100000078210032260002636B0002637627000186A0170019012200090004707562350518"
            + "000000050001770004676F6E65",
            "Connect Version=V500 ClientIdentifier=pub5 CleanStart=yes KeepAliveSeconds=60 Will=(Message=(Topic=w"
            + " Payload=676F6E65 QualityOfService=0) Delay=5s) SessionExpirySeconds=120 ReceiveMaximum=50 MaximumPa"
            + "cketSize=100000 TopicAliasMaximum=9 RequestResponseInformation=yes UserProperties=[ck:cv]");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V500,
            "34520012736974652F6D657465722D312F706F7765720001340101020000003C0300106170706C69636174696F6E2F6A736F"
            + "6E08000672652F706C79090004633072722600016B0001762300037B2277223A317D",
            "Publish Topic=site/meter-1/power Payload=7B2277223A317D QualityOfService=2 MessageExpiry=60s IsUtf8P"
            + "ayload=yes ContentType=application/json ResponseTopic=re/ply CorrelationData=63307272 UserProperties"
            + "=[k:v] Id=1 Alias=3");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V500, "62020001", "PubRel Id=1 Success");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V500,
            "E012001026000362796500036E6F771100000007",
            "Disconnect SessionExpirySeconds=7 UserProperties=[bye:now]");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V311,
            "101200044D5154540400003C0006737562333131",
            "Connect Version=V311 ClientIdentifier=sub311 KeepAliveSeconds=60 TopicAliasMaximum=0 RequestProblemI"
            + "nformation=yes");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V311,
            "821E0001000C736974652F2B2F706F77657202000A2473686172652F672F2302",
            "Subscribe PacketId=1 Subscriptions=[(Filter=site/+/power QualityOfService=2 RetainHandling=0) (Filte"
            + "r=$share/g/# QualityOfService=2 RetainHandling=0)]");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V311, "40020007", "PubAck Id=7 Success");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V311, "50020008", "PubRec Id=8 Success");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V311, "70020008", "PubComp Id=8 Success");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V500,
            "101400044D5154540502003C03210002000473756235",
            "Connect Version=V500 ClientIdentifier=sub5 CleanStart=yes KeepAliveSeconds=60 ReceiveMaximum=2 Topic"
            + "AliasMaximum=0 RequestProblemInformation=yes");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V500,
            "821700010B0B4D260002736B000273760006736974652F2309",
            "Subscribe PacketId=1 Subscriptions=[(Filter=site/# QualityOfService=1 RetainAsPublished=yes RetainHa"
            + "ndling=0)] SubscriptionIdentifier=77 UserProperties=[sk:sv]");
        Add(
            "mosquitto-clients 2.0.11",
            MqttProtocolVersion.V500,
            "A213000209260002756B0002757600056F6C642F2B",
            "Unsubscribe PacketId=2 Filters=[old/+] UserProperties=[uk:uv]");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V500, "40020007", "PubAck Id=7 Success");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V500, "50020008", "PubRec Id=8 Success");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V500, "70020008", "PubComp Id=8 Success");
        Add("mosquitto-clients 2.0.11", MqttProtocolVersion.V500, "E000", "Disconnect");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V311,
            "103400044D51545404EE003C00047061686F000B736974652F73746174757300076F66666C696E6500047573657200067365"
            + "63726574",
            "Connect Version=V311 ClientIdentifier=paho CleanStart=yes KeepAliveSeconds=60 Will=(Message=(Topic=s"
            + "ite/status Payload=6F66666C696E65 QualityOfService=1 Retain=yes)) UserName=user Password=73656372657"
            + "4 TopicAliasMaximum=0 RequestProblemInformation=yes");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V311,
            "82150001000C736974652F2B2F706F7765720200016100",
            "Subscribe PacketId=1 Subscriptions=[(Filter=site/+/power QualityOfService=2 RetainHandling=0) (Filte"
            + "r=a QualityOfService=0 RetainHandling=0)]");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V311,
            "330F00097AC3A4686C65722F3100020001",
            "Publish Topic=zähler/1 Payload=0001 QualityOfService=1 Retain=yes Id=2 Alias=0");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V311,
            "A2130003000C736974652F2B2F706F776572000161",
            "Unsubscribe PacketId=3 Filters=[site/+/power a]");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V500,
            "105700044D51545405EC003C0F1100000E102100142600016100016200047061686F1203000A746578742F706C61696E1800"
            + "00000A000B736974652F73746174757300076F66666C696E650004757365720006736563726574",
            "Connect Version=V500 ClientIdentifier=paho KeepAliveSeconds=60 Will=(Message=(Topic=site/status Payl"
            + "oad=6F66666C696E65 QualityOfService=1 Retain=yes ContentType=text/plain) Delay=10s) UserName=user Pa"
            + "ssword=736563726574 SessionExpirySeconds=3600 ReceiveMaximum=20 TopicAliasMaximum=0 RequestProblemIn"
            + "formation=yes UserProperties=[a:b]");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V500,
            "82190001030BC801000C736974652F2B2F706F7765721E00016100",
            "Subscribe PacketId=1 Subscriptions=[(Filter=site/+/power QualityOfService=2 NoLocal=yes RetainAsPubl"
            + "ished=yes RetainHandling=1) (Filter=a QualityOfService=0 RetainHandling=0)] SubscriptionIdentifier=2"
            + "00");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V500,
            "352C00097AC3A4686C65722F3100021C020000001E0800017209000200FF260001780001792600017800017A0001",
            "Publish Topic=zähler/1 Payload=0001 QualityOfService=2 Retain=yes MessageExpiry=30s ResponseTopic=r "
            + "CorrelationData=00FF UserProperties=[x:y x:z] Id=2 Alias=0");
        Add("paho 1.6.1", MqttProtocolVersion.V500, "62020002", "PubRel Id=2 Success");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V500,
            "A214000300000C736974652F2B2F706F776572000161",
            "Unsubscribe PacketId=3 Filters=[site/+/power a]");
        Add(
            "paho 1.6.1",
            MqttProtocolVersion.V500,
            "E00704051100000000",
            "Disconnect ReasonCode=DisconnectWithWill SessionExpirySeconds=0");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V311,
            "103600044D51545404EE003C00066D7174746A73000B736974652F73746174757300076F66666C696E650004757365720006"
            + "736563726574",
            "Connect Version=V311 ClientIdentifier=mqttjs CleanStart=yes KeepAliveSeconds=60 Will=(Message=(Topic"
            + "=site/status Payload=6F66666C696E65 QualityOfService=1 Retain=yes)) UserName=user Password=736563726"
            + "574 TopicAliasMaximum=0 RequestProblemInformation=yes");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V311,
            "821185BF000C736974652F2B2F706F77657202",
            "Subscribe PacketId=34239 Subscriptions=[(Filter=site/+/power QualityOfService=2 RetainHandling=0)]");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V311,
            "351A0012736974652F6D657465722D312F706F77657285C031322E35",
            "Publish Topic=site/meter-1/power Payload=31322E35 QualityOfService=2 Retain=yes Id=34240 Alias=0");
        Add("MQTT.js 5.16.0", MqttProtocolVersion.V311, "620285C0", "PubRel Id=34240 Success");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V311,
            "A21085C1000C736974652F2B2F706F776572",
            "Unsubscribe PacketId=34241 Filters=[site/+/power]");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V500,
            "106500044D51545405EC003C141100000E1021001422000519012600016100016200066D7174746A7319180000000A03000A"
            + "746578742F706C61696E26000177000178000B736974652F73746174757300076F66666C696E650004757365720006736563"
            + "726574",
            "Connect Version=V500 ClientIdentifier=mqttjs KeepAliveSeconds=60 Will=(Message=(Topic=site/status Pa"
            + "yload=6F66666C696E65 QualityOfService=1 Retain=yes ContentType=text/plain UserProperties=[w:x]) Dela"
            + "y=10s) UserName=user Password=736563726574 SessionExpirySeconds=3600 ReceiveMaximum=20 TopicAliasMax"
            + "imum=5 RequestResponseInformation=yes RequestProblemInformation=yes UserProperties=[a:b]");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V500,
            "8215F3B4030BAC02000C736974652F2B2F706F7765721E",
            "Subscribe PacketId=62388 Subscriptions=[(Filter=site/+/power QualityOfService=2 NoLocal=yes RetainAs"
            + "Published=yes RetainHandling=1)] SubscriptionIdentifier=300");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V500,
            "35450012736974652F6D657465722D312F706F776572F3B52A0101020000003C080001720900016303000A746578742F706C"
            + "61696E2600016B0001312600016B00013231322E35",
            "Publish Topic=site/meter-1/power Payload=31322E35 QualityOfService=2 Retain=yes MessageExpiry=60s Is"
            + "Utf8Payload=yes ContentType=text/plain ResponseTopic=r CorrelationData=63 UserProperties=[k:1 k:2] I"
            + "d=62389 Alias=0");
        Add("MQTT.js 5.16.0", MqttProtocolVersion.V500, "500400080000", "PubRec Id=8 Success");
        Add("MQTT.js 5.16.0", MqttProtocolVersion.V500, "6204F3B50000", "PubRel Id=62389 Success");
        Add("MQTT.js 5.16.0", MqttProtocolVersion.V500, "700400080000", "PubComp Id=8 Success");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V500,
            "A211F3B600000C736974652F2B2F706F776572",
            "Unsubscribe PacketId=62390 Filters=[site/+/power]");
        Add(
            "MQTT.js 5.16.0",
            MqttProtocolVersion.V500,
            "E00D040B11000000001F0003627965",
            "Disconnect ReasonCode=DisconnectWithWill SessionExpirySeconds=0 ReasonString=bye");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "822A0006100B91012600047465737400047465737400047465737418000D2473686172652F672F7565737422",
            "Subscribe PacketId=6 Subscriptions=[(Filter=test QualityOfService=0 RetainAsPublished=yes RetainHand"
            + "ling=1) (Filter=$share/g/uest QualityOfService=2 RetainHandling=2)] SubscriptionIdentifier=145 UserP"
            + "roperties=[test:test]");
        Add(
            "mqtt-packet 9.0.2",
            MqttProtocolVersion.V500,
            "A21C00070D26000474657374000474657374000474667374000474657374",
            "Unsubscribe PacketId=7 Filters=[tfst test] UserProperties=[test:test]");
    }
}
