using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>The answers to a client's packets, in its version.</summary>
/// <param name="writer">Collects them until they are sent together.</param>
/// <param name="terms">What the client speaks and accepts.</param>
internal sealed class Replies(MqttWriter writer, ClientTerms terms)
{
    public void Ack(MqttPacketType type, ushort packetId, MqttReasonCode code) =>
        AckView.Write(writer, type, packetId, code, terms.Version);

    public void Write(SubAckPacket packet)
    {
        var before = writer.Length;
        packet.Write(writer, terms.Version);
        DropIfTooLong(before);
    }

    public void Write(UnsubAckPacket packet)
    {
        var before = writer.Length;
        packet.Write(writer, terms.Version);
        DropIfTooLong(before);
    }

    // Even an answer must not be longer than the client accepts [MQTT-3.1.2-24].
    private void DropIfTooLong(int before)
    {
        if (writer.Length - before > terms.MaximumPacketSize)
        {
            writer.Truncate(before);
        }
    }
}
