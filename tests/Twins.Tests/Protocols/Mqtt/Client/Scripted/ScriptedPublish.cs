using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Client.Scripted;

/// <summary>A PUBLISH packet of the client, for tests to look at.</summary>
internal sealed record ScriptedPublish(
    string Topic, string Text, MqttQualityOfService QualityOfService, ushort PacketId, bool IsDuplicate, bool Retain, ushort Alias, uint? ExpirySeconds)
{
    public static ScriptedPublish Read(ScriptedPacket packet, MqttProtocolVersion version)
    {
        var view = PublishView.Read(packet.Header, packet.Body, version, MqttSender.Client);
        return new ScriptedPublish(
            Encoding.UTF8.GetString(view.Topic),
            Encoding.UTF8.GetString(view.Payload),
            view.QualityOfService,
            view.PacketId,
            view.IsDuplicate,
            view.Retain,
            view.TopicAlias,
            view.MessageExpirySeconds);
    }

    public static void Write(
        MqttWriter writer,
        string topic,
        string text,
        MqttQualityOfService qualityOfService,
        ushort packetId,
        bool isDuplicate,
        ushort alias,
        MqttProtocolVersion version) => new PublishPacket
        {
            Topic = Encoding.UTF8.GetBytes(topic),
            Payload = Encoding.UTF8.GetBytes(text),
            QualityOfService = qualityOfService,
            PacketId = packetId,
            IsDuplicate = isDuplicate,
            TopicAlias = alias,
        }.Write(writer, version);
}
