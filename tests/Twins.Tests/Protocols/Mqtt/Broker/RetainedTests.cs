using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, sections 3.3.1.3 and 3.8.3.1: retained messages.</summary>
public sealed class RetainedTests
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("a/+")]
    [InlineData("#")]
    [InlineData("+/b/#")]
    public async Task NewSubscription_GetsTheLastRetainedMessage(string filter)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        await publisher.PublishAsync("a/b", "old", retain: true);
        await publisher.PublishAsync("a/b", "new", retain: true);
        await publisher.PublishAsync("$hidden/b", "not by a leading wildcard", retain: true);
        await publisher.ExpectNothingAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");

        await subscriber.SubscribeAsync(new MqttSubscription(filter));

        var message = await subscriber.ReceiveMessageAsync();
        Assert.Equal(("a/b", "new", true), (message.Topic, message.Payload, message.Retain));
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task EmptyPayload_RemovesTheRetainedMessage_AndIsDelivered()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var publisher = await fixture.ConnectAsync("publisher");
        await publisher.PublishAsync("a", "kept", retain: true);
        await publisher.ExpectNothingAsync();
        await subscriber.SubscribeAsync(new MqttSubscription("a"));
        await subscriber.ExpectMessageAsync("a", "kept");

        await publisher.PublishAsync("a", "", retain: true);

        await subscriber.ExpectMessageAsync("a", "");
        Assert.Equal(0, fixture.Broker.Figures.RetainedMessages);
        Assert.Equal(0, fixture.Broker.Figures.RetainedBytes);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task LiveMessage_KeepsItsRetainFlag_OnlyIfRetainAsPublished(bool asPublished, bool retain)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var publisher = await fixture.ConnectAsync("publisher");
        await subscriber.SubscribeAsync(new MqttSubscription("a") { RetainAsPublished = asPublished });

        await publisher.PublishAsync("a", "live", retain: true);

        Assert.Equal(retain, (await subscriber.ReceiveMessageAsync()).Retain);
    }

    [Theory]
    [InlineData(MqttRetainHandling.Send, 1, 1)]
    [InlineData(MqttRetainHandling.SendIfNew, 1, 0)]
    [InlineData(MqttRetainHandling.DoNotSend, 0, 0)]
    public async Task RetainHandling_DecidesWhatASubscriptionGets(MqttRetainHandling handling, int first, int second)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.PublishAsync("a", "kept", retain: true);

        foreach (var expected in new[] { first, second })
        {
            await client.SubscribeAsync(new MqttSubscription("a") { RetainHandling = handling });
            if (expected == 1)
            {
                await client.ExpectMessageAsync("a", "kept");
            }

            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task SharedSubscription_GetsNoRetainedMessages()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.PublishAsync("a", "kept", retain: true);

        await client.SubscribeAsync(new MqttSubscription("$share/g/a"));

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task NoLocal_LeavesOutWhatTheClientRetainedItself()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.PublishAsync("a", "own", retain: true);

        await client.SubscribeAsync(new MqttSubscription("a") { NoLocal = true });

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task RetainedMessage_IsSentAtTheLowerQuality_WithTheIdentifier()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.PublishAsync("a", "kept", 1, retain: true);
        await client.ExpectAckAsync(MqttPacketType.PubAck, 1, MqttReasonCode.NoMatchingSubscribers);

        await client.SubscribeAsync(12, new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));

        var message = await client.ReceiveMessageAsync();
        Assert.Equal(MqttQualityOfService.AtLeastOnce, message.QualityOfService);
        Assert.Equal([12], message.Identifiers);
    }

    [Fact]
    public async Task ManyRetainedMessages_AreSentAsTheClientTakesThem()
    {
        const int Count = 200;
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxQueuedMessages = 16, MaxInFlight = 4 });
        using var publisher = await fixture.ConnectAsync("publisher");
        for (var index = 0; index < Count; index++)
        {
            await publisher.PublishAsync($"many/{index}", "x", 1, retain: true);
            await publisher.ReceiveAsync<ReceivedAck>();
        }

        using var subscriber = await fixture.ConnectAsync("subscriber");
        await subscriber.SubscribeAsync(new MqttSubscription("many/#", MqttQualityOfService.AtLeastOnce));
        var topics = new HashSet<string>();
        for (var index = 0; index < Count; index++)
        {
            var message = await subscriber.ReceiveMessageAsync();
            topics.Add(message.Topic);
            Assert.InRange(fixture.Broker.Figures.QueuedMessages, 1, 4);
            await subscriber.AckAsync(MqttPacketType.PubAck, message.PacketId);
        }

        Assert.Equal(Count, topics.Count);
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Bounds_AreKept_AndTold()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxRetainedMessages = 1 });
        using var client = await fixture.ConnectAsync("client");
        await client.PublishAsync("a", "kept", 1, retain: true);
        await client.ExpectAckAsync(MqttPacketType.PubAck, 1, MqttReasonCode.NoMatchingSubscribers);

        await client.PublishAsync("b", "too many", 1, packetId: 2, retain: true);
        await client.ExpectAckAsync(MqttPacketType.PubAck, 2, MqttReasonCode.QuotaExceeded);
        await client.PublishAsync("a", "replaced", 1, packetId: 3, retain: true);
        await client.ExpectAckAsync(MqttPacketType.PubAck, 3, MqttReasonCode.NoMatchingSubscribers);

        Assert.Equal(1, fixture.Broker.Figures.RetainedMessages);
        Assert.Contains(fixture.Broker.Diagnostics, incident => incident is { Kind: MqttIncidentKind.LimitReached, ReasonCode: MqttReasonCode.QuotaExceeded });
    }
}
