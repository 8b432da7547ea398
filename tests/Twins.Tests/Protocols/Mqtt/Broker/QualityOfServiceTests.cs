using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0 and 3.1.1, section 4.3: at most once, at least once, exactly once, from publisher to broker and from broker to subscriber.</summary>
public sealed class QualityOfServiceTests
{
    public static TheoryData<MqttProtocolVersion, MqttProtocolVersion, int, int> Ways
    {
        get
        {
            var ways = new TheoryData<MqttProtocolVersion, MqttProtocolVersion, int, int>();
            foreach (var publisher in Enum.GetValues<MqttProtocolVersion>())
            {
                foreach (var subscriber in Enum.GetValues<MqttProtocolVersion>())
                {
                    for (var way = 0; way < 9; way++)
                    {
                        ways.Add(publisher, subscriber, way / 3, way % 3);
                    }
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Message_ArrivesWithTheLowerOfBothQualities(
        MqttProtocolVersion publisherVersion, MqttProtocolVersion subscriberVersion, int published, int subscribed)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber", subscriberVersion);
        using var publisher = await fixture.ConnectAsync("publisher", publisherVersion);
        Assert.Equal([(MqttReasonCode)subscribed], await subscriber.SubscribeAsync(new MqttSubscription("site/+", (MqttQualityOfService)subscribed)));

        await publisher.PublishAsync("site/meter", "42", published, packetId: 9);
        await FinishPublishingAsync(publisher, published);
        var message = await subscriber.ReceiveMessageAsync();
        await FinishReceivingAsync(subscriber, message);

        Assert.Equal(("site/meter", "42"), (message.Topic, message.Payload));
        Assert.Equal((MqttQualityOfService)Math.Min(published, subscribed), message.QualityOfService);
        Assert.False(message.Retain || message.IsDuplicate);
        await subscriber.ExpectNothingAsync();
        await publisher.ExpectNothingAsync();
    }

    [Fact]
    public async Task ExactlyOnce_MessageRepeatedBeforeItsRelease_IsDeliveredOnce()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var publisher = await fixture.ConnectAsync("publisher");
        await subscriber.SubscribeAsync(new MqttSubscription("a"));

        await publisher.PublishAsync("a", "once", 2, packetId: 5);
        await publisher.ExpectAckAsync(MqttPacketType.PubRec, 5);
        await publisher.PublishAsync("a", "once", 2, packetId: 5, duplicate: true);
        await publisher.ExpectAckAsync(MqttPacketType.PubRec, 5);
        await publisher.AckAsync(MqttPacketType.PubRel, 5);
        await publisher.ExpectAckAsync(MqttPacketType.PubComp, 5);
        await publisher.PublishAsync("a", "another", 2, packetId: 5);
        await publisher.ExpectAckAsync(MqttPacketType.PubRec, 5);

        await subscriber.ExpectMessageAsync("a", "once");
        await subscriber.ExpectMessageAsync("a", "another");
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task ExactlyOnce_MessageRepeatedOnAResumedSession_IsDeliveredOnce()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        await subscriber.SubscribeAsync(new MqttSubscription("a"));
        using (var publisher = await fixture.ConnectAsync("publisher", clean: false, expirySeconds: 60))
        {
            await publisher.PublishAsync("a", "once", 2, packetId: 5);
            await publisher.ExpectAckAsync(MqttPacketType.PubRec, 5);
        }

        await fixture.GoneAsync("publisher");
        using var again = await fixture.ConnectAsync("publisher", clean: false, expirySeconds: 60);
        await again.PublishAsync("a", "once", 2, packetId: 5, duplicate: true);
        await again.ExpectAckAsync(MqttPacketType.PubRec, 5);
        await again.AckAsync(MqttPacketType.PubRel, 5);
        await again.ExpectAckAsync(MqttPacketType.PubComp, 5);

        await subscriber.ExpectMessageAsync("a", "once");
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Release_OfAnUnknownIdentifier_IsAnsweredWithThatReason()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");

        await client.AckAsync(MqttPacketType.PubRel, 77);
        await client.ExpectAckAsync(MqttPacketType.PubComp, 77, MqttReasonCode.PacketIdentifierNotFound);
        await client.AckAsync(MqttPacketType.PubRec, 78);
        await client.ExpectAckAsync(MqttPacketType.PubRel, 78, MqttReasonCode.PacketIdentifierNotFound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Publish_ToNobody_IsAcknowledgedWithThatReason(int qualityOfService)
    {
        var answer = qualityOfService == 1 ? MqttPacketType.PubAck : MqttPacketType.PubRec;
        await using var fixture = await BrokerFixture.StartAsync();
        using var modern = await fixture.ConnectAsync("modern");
        using var old = await fixture.ConnectAsync("old", MqttProtocolVersion.V311);

        await modern.PublishAsync("nobody", "", qualityOfService, packetId: 1);
        await modern.ExpectAckAsync(answer, 1, MqttReasonCode.NoMatchingSubscribers);
        await old.PublishAsync("nobody", "", qualityOfService, packetId: 1);
        await old.ExpectAckAsync(answer, 1);
        Assert.Equal(2, fixture.Broker.Figures.MessagesWithoutSubscriber);
    }

    [Fact]
    public async Task Subscriber_ThatRefusesAMessage_IsDoneWithIt()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var publisher = await fixture.ConnectAsync("publisher");
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));

        await publisher.PublishAsync("a", "unwanted", 2);
        var message = await subscriber.ReceiveMessageAsync();
        await subscriber.AckAsync(MqttPacketType.PubRec, message.PacketId, MqttReasonCode.QuotaExceeded);

        await subscriber.ExpectNothingAsync();
        Assert.Equal(0, fixture.Broker.Figures.QueuedMessages);
    }

    [Fact]
    public async Task Acknowledgement_OfTheWrongKind_IsAProtocolError()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var publisher = await fixture.ConnectAsync("publisher");
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));

        await publisher.PublishAsync("a", "", 2);
        var message = await subscriber.ReceiveMessageAsync();
        await subscriber.AckAsync(MqttPacketType.PubAck, message.PacketId);

        await subscriber.ExpectDisconnectAsync(MqttReasonCode.ProtocolError);
    }

    private static async Task FinishPublishingAsync(ScriptedClient publisher, int qualityOfService)
    {
        if (qualityOfService == 1)
        {
            await publisher.ExpectAckAsync(MqttPacketType.PubAck, 9);
        }
        else if (qualityOfService == 2)
        {
            await publisher.ExpectAckAsync(MqttPacketType.PubRec, 9);
            await publisher.AckAsync(MqttPacketType.PubRel, 9);
            await publisher.ExpectAckAsync(MqttPacketType.PubComp, 9);
        }
    }

    private static async Task FinishReceivingAsync(ScriptedClient subscriber, ReceivedMessage message)
    {
        if (message.QualityOfService == MqttQualityOfService.AtLeastOnce)
        {
            await subscriber.AckAsync(MqttPacketType.PubAck, message.PacketId);
        }
        else if (message.QualityOfService == MqttQualityOfService.ExactlyOnce)
        {
            await subscriber.AckAsync(MqttPacketType.PubRec, message.PacketId);
            await subscriber.ExpectAckAsync(MqttPacketType.PubRel, message.PacketId);
            await subscriber.AckAsync(MqttPacketType.PubComp, message.PacketId);
        }
    }
}
