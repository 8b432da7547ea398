using System.Buffers;
using System.Buffers.Binary;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>What only the bytes of a packet tell, once the library has decoded it.</summary>
internal static class RawChecks
{
    private const byte TopicAlias = 0x23;

    /// <summary>The packet, when nothing is wrong with its bytes.</summary>
    public static MqttPacket Check(MqttPacket packet, ReadOnlySequence<byte> raw, MqttProtocolVersion version)
    {
        var flags = raw.FirstSpan[0] & 0x0F;
        if (packet is MqttPublishPacket publish)
        {
            if ((flags & 0x06) == 0x06)
            {
                throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, "It published with QoS 3 [MQTT-3.3.1-4].");
            }

            // The library reads an alias of 0 as none.
            if (version == MqttProtocolVersion.V500 && publish.TopicAlias == 0 && HasAlias(raw.ToArray(), publish))
            {
                throw new ProtocolFault(MqttDisconnectReasonCode.TopicAliasInvalid, "It used the topic alias 0 [MQTT-3.3.2-8].");
            }
        }
        else if (flags != (packet is MqttPubRelPacket or MqttSubscribePacket or MqttUnsubscribePacket ? 0x02 : 0))
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.MalformedPacket, $"The flags {flags} of its packet are reserved [MQTT-2.1.3-1].");
        }

        return packet;
    }

    private static bool HasAlias(ReadOnlySpan<byte> packet, MqttPublishPacket publish)
    {
        var at = 1;
        Variable(packet, ref at);
        at += 2 + BinaryPrimitives.ReadUInt16BigEndian(packet[at..]) + (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce ? 0 : 2);
        var end = Variable(packet, ref at) + at;
        while (at < end)
        {
            switch (packet[at++])
            {
                case TopicAlias:
                    return true;
                case 0x01:
                    at += 1;
                    break;
                case 0x02:
                    at += 4;
                    break;
                case 0x0B:
                    Variable(packet, ref at);
                    break;
                case 0x26:
                    at += 2 + BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
                    at += 2 + BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
                    break;
                default:
                    at += 2 + BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
                    break;
            }
        }

        return false;
    }

    private static int Variable(ReadOnlySpan<byte> packet, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = packet[at++];
            value |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
