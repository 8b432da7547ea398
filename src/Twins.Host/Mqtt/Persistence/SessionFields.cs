using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>How sessions, their wills and subscriptions stand in records.</summary>
internal static class SessionFields
{
    private const byte NoLocalFlag = 4;
    private const byte RetainAsPublishedFlag = 8;
    private const int RetainHandlingShift = 4;
    private const byte QualityMask = 3;

    public static RecordEncoder Session(this RecordEncoder encoder, MqttStoredSession session)
    {
        encoder.Text(session.ClientId).Text(session.Owner).Byte((byte)session.Version)
            .Number(session.Expiry.Ticks).Optional(session.DisconnectedAt?.UtcTicks);
        return session.Will is { } will
            ? encoder.Byte(1).Byte(will.Retain ? (byte)1 : (byte)0).Number(will.Delay.Ticks).Optional(will.Expiry?.Ticks).Message(will.Message)
            : encoder.Byte(0);
    }

    public static MqttStoredSession Session(this ref RecordDecoder decoder)
    {
        var client = decoder.Text();
        var owner = decoder.Text();
        var version = (MqttProtocolVersion)decoder.Byte();
        var expiry = TimeSpan.FromTicks(decoder.Number());
        DateTimeOffset? disconnected = decoder.Optional() is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        return new MqttStoredSession(client, owner, version, expiry, disconnected, decoder.Byte() == 0 ? null : Will(ref decoder));
    }

    public static RecordEncoder Subscription(this RecordEncoder encoder, string client, MqttStoredSubscription stored)
    {
        var subscription = stored.Subscription;
        var flags = (byte)subscription.QualityOfService
            | (subscription.NoLocal ? NoLocalFlag : 0)
            | (subscription.RetainAsPublished ? RetainAsPublishedFlag : 0)
            | ((byte)subscription.RetainHandling << RetainHandlingShift);
        return encoder.Text(client).Text(subscription.Filter).Byte((byte)flags).Number(stored.Identifier);
    }

    public static MqttStoredSubscription Subscription(this ref RecordDecoder decoder)
    {
        var filter = decoder.Text();
        var flags = decoder.Byte();
        var subscription = new MqttSubscription(filter, MessageFields.Quality((byte)(flags & QualityMask)))
        {
            NoLocal = (flags & NoLocalFlag) != 0,
            RetainAsPublished = (flags & RetainAsPublishedFlag) != 0,
            RetainHandling = (MqttRetainHandling)(flags >> RetainHandlingShift),
        };
        return new MqttStoredSubscription(subscription, (int)decoder.Number());
    }

    private static MqttStoredWill Will(ref RecordDecoder decoder)
    {
        var retain = decoder.Byte() != 0;
        var delay = TimeSpan.FromTicks(decoder.Number());
        TimeSpan? expiry = decoder.Optional() is { } ticks ? TimeSpan.FromTicks(ticks) : null;
        return new MqttStoredWill(decoder.Message(), retain, delay, expiry);
    }
}
