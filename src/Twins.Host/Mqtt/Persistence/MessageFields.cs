using System.Collections.Immutable;
using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>
/// How messages and deliveries stand in records. A payload is the end of its record and only its length stands among the fields, so
/// that it need not be copied together with them before it is written.
/// </summary>
internal static class MessageFields
{
    private const byte RetainFlag = 4;
    private const byte SharedFlag = 8;
    private const byte QualityMask = 3;

    public static RecordEncoder Message(this RecordEncoder encoder, MqttStoredMessage message) => encoder
        .Number(message.Payload.Length)
        .Number(message.Id)
        .Byte((byte)message.QualityOfService)
        .Bytes(message.Topic.Span)
        .Bytes(message.Properties.Span)
        .Optional(message.ExpiresAt?.UtcTicks)
        .Text(message.Publisher);

    public static MqttStoredMessage Message(this ref RecordDecoder decoder)
    {
        var payload = decoder.End(decoder.Number()).ToArray();
        var id = decoder.Number();
        var quality = Quality(decoder.Byte());
        var topic = decoder.Bytes().ToArray();
        var properties = decoder.Bytes().ToArray();
        var expiry = decoder.Optional();
        return new MqttStoredMessage
        {
            Id = id,
            QualityOfService = quality,
            Topic = topic,
            Properties = properties,
            ExpiresAt = expiry is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
            Publisher = decoder.Text(),
            Payload = payload,
        };
    }

    public static RecordEncoder Delivery(this RecordEncoder encoder, in MqttStoredDelivery delivery)
    {
        var flags = (byte)delivery.QualityOfService | (delivery.Retain ? RetainFlag : 0) | (delivery.Share is null ? 0 : SharedFlag);
        encoder.Text(delivery.ClientId).Number(delivery.Sequence).Byte((byte)flags).Number(delivery.SubscriptionIdentifiers.Length);
        foreach (var identifier in delivery.SubscriptionIdentifiers)
        {
            encoder.Number(identifier);
        }

        return delivery.Share is null ? encoder : encoder.Text(delivery.Share);
    }

    public static MqttStoredDelivery Delivery(this ref RecordDecoder decoder)
    {
        var client = decoder.Text();
        var sequence = decoder.Number();
        var flags = decoder.Byte();
        var identifiers = decoder.Count() is > 0 and var count ? Identifiers(ref decoder, count) : [];
        return new MqttStoredDelivery(
            client, sequence, Quality((byte)(flags & QualityMask)), (flags & RetainFlag) != 0, identifiers, (flags & SharedFlag) != 0 ? decoder.Text() : null);
    }

    public static MqttQualityOfService Quality(byte value) =>
        value <= (byte)MqttQualityOfService.ExactlyOnce ? (MqttQualityOfService)value : throw new FormatException($"there is no quality of service {value}");

    private static ImmutableArray<int> Identifiers(ref RecordDecoder decoder, int count)
    {
        var identifiers = ImmutableArray.CreateBuilder<int>(count);
        for (var index = 0; index < count; index++)
        {
            identifiers.Add((int)decoder.Number());
        }

        return identifiers.MoveToImmutable();
    }
}
