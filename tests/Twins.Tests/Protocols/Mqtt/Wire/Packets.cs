using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire;

/// <summary>Reads whole packets, whatever they are, and writes them again.</summary>
internal static class Packets
{
    /// <summary>Reads a packet as its receiver does, and returns it written anew.</summary>
    /// <param name="packet">Exactly one packet.</param>
    /// <param name="version">The version of the connection; CONNECT has its own.</param>
    /// <param name="sender">Who sent it.</param>
    public static byte[] Rewrite(ReadOnlySpan<byte> packet, MqttProtocolVersion version, MqttSender sender)
    {
        using var writer = new MqttWriter();
        var header = HeaderOf(packet);
        Rewrite(writer, header, packet[header.HeaderLength..], version, sender);
        return writer.Written.ToArray();
    }

    /// <summary>Reads a packet as its receiver does, and lets go what it says.</summary>
    public static void Read(ReadOnlySpan<byte> packet, MqttProtocolVersion version, MqttSender sender)
    {
        var header = HeaderOf(packet);
        var body = packet[header.HeaderLength..];
        switch (header.Type)
        {
            case MqttPacketType.Connect:
                ConnectPacket.Read(header, body);
                break;
            case MqttPacketType.ConnAck:
                ConnAckPacket.Read(header, body, version);
                break;
            case MqttPacketType.Publish:
                PublishView.Read(header, body, version, sender);
                break;
            case MqttPacketType.Subscribe:
                SubscribePacket.Read(header, body, version);
                break;
            case MqttPacketType.SubAck:
                SubAckPacket.Read(header, body, version);
                break;
            case MqttPacketType.Unsubscribe:
                UnsubscribePacket.Read(header, body, version);
                break;
            case MqttPacketType.UnsubAck:
                UnsubAckPacket.Read(header, body, version);
                break;
            case MqttPacketType.PingReq or MqttPacketType.PingResp:
                PingPacket.Read(header, version);
                break;
            case MqttPacketType.Disconnect:
                DisconnectPacket.Read(header, body, version, sender);
                break;
            case MqttPacketType.Auth:
                AuthPacket.Read(header, body, version, sender);
                break;
            default:
                AckView.Read(header, body, version);
                break;
        }
    }

    private static FixedHeader HeaderOf(ReadOnlySpan<byte> packet) =>
        MqttFraming.TryReadHeader(packet, MqttLimits.MaxPacketSize, out var header) && packet.Length == header.TotalLength
            ? header
            : throw new ArgumentException($"{Convert.ToHexString(packet)} is not exactly one packet.", nameof(packet));

    private static void Rewrite(MqttWriter writer, FixedHeader header, ReadOnlySpan<byte> body, MqttProtocolVersion version, MqttSender sender)
    {
        switch (header.Type)
        {
            case MqttPacketType.Connect:
                ConnectPacket.Read(header, body).Write(writer);
                break;
            case MqttPacketType.ConnAck:
                ConnAckPacket.Read(header, body, version).Write(writer, version);
                break;
            case MqttPacketType.Publish:
                RewritePublish(writer, PublishView.Read(header, body, version, sender), version);
                break;
            case MqttPacketType.Subscribe:
                SubscribePacket.Read(header, body, version).Write(writer, version);
                break;
            case MqttPacketType.SubAck:
                SubAckPacket.Read(header, body, version).Write(writer, version);
                break;
            case MqttPacketType.Unsubscribe:
                UnsubscribePacket.Read(header, body, version).Write(writer, version);
                break;
            case MqttPacketType.UnsubAck:
                UnsubAckPacket.Read(header, body, version).Write(writer, version);
                break;
            case MqttPacketType.PingReq:
                PingPacket.Read(header, version);
                PingPacket.WriteRequest(writer);
                break;
            case MqttPacketType.PingResp:
                PingPacket.Read(header, version);
                PingPacket.WriteResponse(writer);
                break;
            case MqttPacketType.Disconnect:
                DisconnectPacket.Read(header, body, version, sender).Write(writer, version);
                break;
            case MqttPacketType.Auth:
                AuthPacket.Read(header, body, version, sender).Write(writer);
                break;
            default:
                var ack = AckView.Read(header, body, version);
                AckView.Write(writer, ack.Type, ack.PacketId, ack.ReasonCode, ack.ReasonString, version);
                break;
        }
    }

    private static void RewritePublish(MqttWriter writer, PublishView view, MqttProtocolVersion version)
    {
        using var properties = new MqttWriter();
        view.WriteForwardedProperties(properties);
        var identifiers = new List<int>();
        for (var reader = view.Properties; reader.TryRead(out var property);)
        {
            if (property.Id == PropertyId.SubscriptionIdentifier)
            {
                identifiers.Add((int)property.Number);
            }
        }

        var packet = new PublishPacket
        {
            Topic = view.Topic,
            Payload = view.Payload,
            QualityOfService = view.QualityOfService,
            IsDuplicate = view.IsDuplicate,
            Retain = view.Retain,
            PacketId = view.PacketId,
            TopicAlias = view.TopicAlias,
            MessageExpirySeconds = view.MessageExpirySeconds,
            SubscriptionIdentifiers = identifiers.ToArray(),
            ForwardedProperties = properties.Written,
        };
        packet.Write(writer, version);
        if (packet.Measure(version) != writer.Length)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{packet.Measure(version)} bytes were announced, and {writer.Length} written."));
        }
    }
}
