using System.Collections;
using System.Globalization;
using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Captured;

/// <summary>Tells what was read from a packet in one line: the names and values that are not at their defaults.</summary>
internal static class PacketText
{
    public static string Of(ReadOnlySpan<byte> packet, MqttProtocolVersion version, MqttSender sender)
    {
        Assert.True(MqttFraming.TryReadHeader(packet, MqttLimits.MaxPacketSize, out var header));
        Assert.Equal(packet.Length, header.TotalLength);
        var body = packet[header.HeaderLength..];
        object? content = header.Type switch
        {
            MqttPacketType.Connect => ConnectPacket.Read(header, body),
            MqttPacketType.ConnAck => ConnAckPacket.Read(header, body, version),
            MqttPacketType.Subscribe => SubscribePacket.Read(header, body, version),
            MqttPacketType.SubAck => SubAckPacket.Read(header, body, version),
            MqttPacketType.Unsubscribe => UnsubscribePacket.Read(header, body, version),
            MqttPacketType.UnsubAck => UnsubAckPacket.Read(header, body, version),
            MqttPacketType.Disconnect => DisconnectPacket.Read(header, body, version, sender),
            MqttPacketType.Auth => AuthPacket.Read(header, body, version, sender),
            _ => null,
        };
        return header.Type switch
        {
            MqttPacketType.Publish => Publish(PublishView.Read(header, body, version, sender)),
            MqttPacketType.PingReq or MqttPacketType.PingResp => header.Type.ToString(),
            _ => content is null ? Ack(AckView.Read(header, body, version)) : $"{header.Type}{Members(content)}",
        };
    }

    private static string Publish(PublishView view)
    {
        var ids = "";
        for (var properties = view.Properties; properties.TryRead(out var property);)
        {
            ids += property.Id == PropertyId.SubscriptionIdentifier ? FormattableString.Invariant($" Subscription={property.Number}") : "";
        }

        return FormattableString.Invariant(
            $"Publish{Members(view.ToMessage())}{(view.IsDuplicate ? " Duplicate" : "")} Id={view.PacketId} Alias={view.TopicAlias}{ids}");
    }

    private static string Ack(AckView ack) =>
        FormattableString.Invariant($"{ack.Type} Id={ack.PacketId} {ack.ReasonCode}{(ack.ReasonString is { } reason ? $" \"{reason}\"" : "")}");

    private static string Members(object content)
    {
        var text = new StringBuilder();
        foreach (var member in content.GetType().GetProperties())
        {
            var value = Value(member.GetValue(content));
            text.Append(value.Length == 0 ? "" : $" {member.Name}={value}");
        }

        return text.ToString();
    }

    private static string Value(object? value) => value switch
    {
        null or false => "",
        true => "yes",
        string text => text,
        TimeSpan span => span == TimeSpan.Zero ? "" : FormattableString.Invariant($"{span.TotalSeconds}s"),
        ReadOnlyMemory<byte> bytes => bytes.IsEmpty ? "" : Convert.ToHexString(bytes.Span),
        MqttUserProperty property => $"{property.Name}:{property.Value}",
        MqttReasonCode code => code == MqttReasonCode.Success ? "" : code.ToString(),
        MqttQualityOfService or MqttRetainHandling => ((int)value).ToString(CultureInfo.InvariantCulture),
        MqttWill or MqttMessage or MqttSubscription => $"({Members(value).Trim()})",
        IEnumerable<MqttReasonCode> codes => $"[{string.Join(' ', codes)}]",
        IEnumerable list => list.Cast<object>().Any() ? $"[{string.Join(' ', list.Cast<object>().Select(Value))}]" : "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
