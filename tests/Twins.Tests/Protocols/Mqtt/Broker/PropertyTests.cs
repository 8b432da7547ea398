using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, section 3.3.2.3: what is forwarded, what expires, what is shortened.</summary>
public sealed class PropertyTests
{
    private static readonly MqttMessage Full = new()
    {
        Topic = "a",
        Payload = "x"u8.ToArray(),
        IsUtf8Payload = true,
        ContentType = "text/plain",
        ResponseTopic = "answers",
        CorrelationData = new byte[] { 1, 0, 2 },
        UserProperties = [new MqttUserProperty("k", "1"), new MqttUserProperty("k", "2"), new MqttUserProperty("j", "")],
    };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    public async Task MessageProperties_AreForwardedUnchanged_AtEachQualityAndWithAnAlias(int qualityOfService, ushort alias)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var old = await fixture.ConnectAsync("old", MqttProtocolVersion.V311);
        using var publisher = await fixture.ConnectAsync("publisher");
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));
        await old.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));

        await publisher.PublishAsync(Full with { QualityOfService = (MqttQualityOfService)qualityOfService }, alias: alias);

        var message = (await subscriber.ReceiveMessageAsync()).Message;
        Assert.Equal((true, "text/plain", "answers"), (message.IsUtf8Payload, message.ContentType, message.ResponseTopic));
        Assert.Equal([1, 0, 2], message.CorrelationData!.Value.ToArray());
        Assert.Equal(Full.UserProperties, message.UserProperties);
        Assert.Equal("x", (await old.ReceiveMessageAsync()).Payload);
    }

    [Fact]
    public async Task Expiry_IsForwardedAsWhatIsLeft_AndEndsWhatWaits()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        using (var subscriber = await fixture.ConnectAsync("subscriber", expirySeconds: 600))
        {
            await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
            await publisher.PublishAsync(Message("live", 6));
            await publisher.ReceiveAsync<ReceivedAck>();
            Assert.Equal(6u, (await subscriber.ReceiveMessageAsync()).ExpirySeconds);
            await subscriber.AckAsync(MqttPacketType.PubAck, 1);
            await subscriber.DisconnectAsync();
        }

        await fixture.GoneAsync("subscriber");
        await publisher.PublishAsync(Message("short", 2), packetId: 2);
        await publisher.PublishAsync(Message("long", 10), packetId: 3);
        await publisher.ReceiveAsync<ReceivedAck>();
        await publisher.ReceiveAsync<ReceivedAck>();
        fixture.Pass(TimeSpan.FromSeconds(3));

        using var back = await fixture.ConnectAsync("subscriber", clean: false, expirySeconds: 600);
        var message = await back.ReceiveMessageAsync();
        Assert.Equal(("long", 7u), (message.Payload, message.ExpirySeconds));
        await back.ExpectNothingAsync();
        Assert.Equal(1, fixture.Broker.Figures.DroppedExpired);
    }

    [Fact]
    public async Task Expiry_EndsRetainedMessages()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.PublishAsync(Message("kept", 5) with { Retain = true });
        await client.ReceiveAsync<ReceivedAck>();

        fixture.Pass(TimeSpan.FromSeconds(5));
        await client.SubscribeAsync(new MqttSubscription("a"));
        await client.ExpectNothingAsync();

        fixture.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(0, fixture.Broker.Figures.RetainedMessages);
    }

    [Fact]
    public async Task TopicAlias_OfThePublisher_StandsForItsTopic_OnItsConnectionOnly()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { TopicAliasMaximum = 5 });
        using var subscriber = await fixture.ConnectAsync("subscriber");
        await subscriber.SubscribeAsync(new MqttSubscription("#"));
        using var publisher = await fixture.ConnectAsync("publisher");
        Assert.Equal(5, publisher.ConnAck!.TopicAliasMaximum);

        await publisher.PublishAsync(Full with { Topic = "one" }, alias: 5);
        await publisher.PublishAsync(Full with { Topic = "" }, alias: 5);
        await publisher.PublishAsync(Full with { Topic = "two" }, alias: 5);
        await publisher.PublishAsync(Full with { Topic = "" }, alias: 5);

        foreach (var topic in new[] { "one", "one", "two", "two" })
        {
            await subscriber.ExpectMessageAsync(topic, "x");
        }

        using var other = await fixture.ConnectAsync("other");
        await other.PublishAsync(Full with { Topic = "" }, alias: 5);
        await other.ExpectDisconnectAsync(MqttReasonCode.ProtocolError);
        await publisher.PublishAsync(Full, alias: 6);
        await publisher.ExpectDisconnectAsync(MqttReasonCode.TopicAliasInvalid);
    }

    [Fact]
    public async Task TopicAlias_TowardsASubscriber_IsUsedUpToItsMaximum()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync(new ConnectPacket
        {
            Version = MqttProtocolVersion.V500, ClientIdentifier = "subscriber", CleanStart = true, TopicAliasMaximum = 1,
        });
        await subscriber.SubscribeAsync(new MqttSubscription("#"));
        using var publisher = await fixture.ConnectAsync("publisher");

        await publisher.PublishAsync("one", "");
        await publisher.PublishAsync("one", "");
        await publisher.PublishAsync("two", "");

        var first = await subscriber.ReceiveMessageAsync();
        var second = await subscriber.ReceiveMessageAsync();
        var third = await subscriber.ReceiveMessageAsync();
        Assert.Equal(("one", 1), (first.Topic, first.TopicAlias));
        Assert.Equal(("", 1), (second.Topic, second.TopicAlias));
        Assert.Equal(("two", 0), (third.Topic, third.TopicAlias));
    }

    private static MqttMessage Message(string payload, int expirySeconds) => new()
    {
        Topic = "a",
        Payload = System.Text.Encoding.UTF8.GetBytes(payload),
        QualityOfService = MqttQualityOfService.AtLeastOnce,
        MessageExpiry = TimeSpan.FromSeconds(expirySeconds),
    };
}
