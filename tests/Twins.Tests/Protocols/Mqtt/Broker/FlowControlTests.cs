using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, sections 3.1.2.11.3, 3.1.2.11.4, 3.2.2.3, 4.9: receive maximum and maximum packet size, both ways.</summary>
public sealed class FlowControlTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ReceiveMaximum_OfTheClient_IsKept(int qualityOfService)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync(Subscriber() with { ReceiveMaximum = 2 });
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));
        using var publisher = await fixture.ConnectAsync("publisher");
        for (ushort packetId = 1; packetId <= 4; packetId++)
        {
            await publisher.PublishAsync("a", $"{packetId}", qualityOfService, packetId);
            await publisher.ReceiveAsync<ReceivedAck>();
        }

        var first = await subscriber.ReceiveMessageAsync();
        Assert.Equal("2", (await subscriber.ReceiveMessageAsync()).Payload);
        await subscriber.ExpectNothingAsync();
        if (qualityOfService == 2)
        {
            await subscriber.AckAsync(MqttPacketType.PubRec, first.PacketId);
            await subscriber.ExpectAckAsync(MqttPacketType.PubRel, first.PacketId);
            await subscriber.ExpectNothingAsync();
        }

        await subscriber.AckAsync(qualityOfService == 1 ? MqttPacketType.PubAck : MqttPacketType.PubComp, first.PacketId);
        Assert.Equal("3", (await subscriber.ReceiveMessageAsync()).Payload);
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task ReceiveMaximum_DoesNotHoldBackQoS0()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync(Subscriber() with { ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        using var publisher = await fixture.ConnectAsync("publisher");

        await publisher.PublishAsync("a", "1", 1, 1);
        await publisher.PublishAsync("a", "2", 1, 2);
        await publisher.PublishAsync("a", "0");

        await subscriber.ExpectMessageAsync("a", "1");
        await subscriber.ExpectMessageAsync("a", "0");
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task ReceiveMaximum_OfTheBroker_IsToldAndEnforced()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { ReceiveMaximum = 2 });
        using var publisher = await fixture.ConnectAsync("publisher");
        Assert.Equal(2, publisher.ConnAck!.ReceiveMaximum);

        for (ushort packetId = 1; packetId <= 3; packetId++)
        {
            await publisher.PublishAsync("a", "", 2, packetId);
        }

        await publisher.ExpectAckAsync(MqttPacketType.PubRec, 1, MqttReasonCode.NoMatchingSubscribers);
        await publisher.ExpectAckAsync(MqttPacketType.PubRec, 2, MqttReasonCode.NoMatchingSubscribers);
        await publisher.ExpectDisconnectAsync(MqttReasonCode.ReceiveMaximumExceeded);
        Assert.Contains(fixture.Broker.Diagnostics, incident => incident is { Clause: "MQTT-3.3.4-9", ClientId: "publisher" });
    }

    [Fact]
    public async Task ReceiveMaximum_OfTheBroker_IsNotExceededBySendingAsManyAgain()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { ReceiveMaximum = 2 });
        using var publisher = await fixture.ConnectAsync("publisher");

        for (var round = 0; round < 3; round++)
        {
            await publisher.SendAsync(writer =>
            {
                ScriptedClient.Publish(writer, "a", "", 1, 1, retain: false, duplicate: false, MqttProtocolVersion.V500);
                ScriptedClient.Publish(writer, "a", "", 1, 2, retain: false, duplicate: false, MqttProtocolVersion.V500);
            });
            await publisher.ExpectAckAsync(MqttPacketType.PubAck, 1, MqttReasonCode.NoMatchingSubscribers);
            await publisher.ExpectAckAsync(MqttPacketType.PubAck, 2, MqttReasonCode.NoMatchingSubscribers);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task MaximumPacketSize_OfTheClient_IsKept_AndWhatIsLongerCountsAsDone(int qualityOfService)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync(Subscriber() with { MaximumPacketSize = 64, ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));
        using var publisher = await fixture.ConnectAsync("publisher");

        await publisher.PublishAsync("a", new string('x', 64), qualityOfService, 1);
        await publisher.PublishAsync("a", "short", qualityOfService, 2);

        await subscriber.ExpectMessageAsync("a", "short");
        Assert.Equal(1, fixture.Broker.Figures.DroppedTooLarge);
    }

    [Fact]
    public async Task MaximumPacketSize_OfTheBroker_IsToldAndEnforced()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxPacketSize = 128 });
        using var publisher = await fixture.ConnectAsync("publisher");
        Assert.Equal(128u, publisher.ConnAck!.MaximumPacketSize);

        await publisher.PublishAsync("a", new string('x', 200));

        await publisher.ExpectDisconnectAsync(MqttReasonCode.PacketTooLarge);
        Assert.Contains(fixture.Broker.Diagnostics, incident => incident is { Kind: MqttIncidentKind.ProtocolViolation, ReasonCode: MqttReasonCode.PacketTooLarge });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task LargeMessage_InManyPieces_ArrivesWhole_AmongSmallOnes(int qualityOfService)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var old = await fixture.ConnectAsync("old", MqttProtocolVersion.V311);
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        await old.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        using var publisher = await fixture.ConnectAsync("publisher");
        var payload = string.Concat(Enumerable.Range(0, 100_000).Select(index => $"{index:D7}"));
        using var writer = new MqttWriter();
        foreach (var (text, packetId) in new[] { ("before", 1), (payload, 2), ("after", 3) })
        {
            ScriptedClient.Publish(writer, "a", text, qualityOfService, (ushort)packetId, retain: false, duplicate: false, MqttProtocolVersion.V500);
        }

        foreach (var piece in writer.Written.ToArray().Chunk(70_001))
        {
            await publisher.SendAsync(piece);
        }

        foreach (var client in new[] { subscriber, old })
        {
            await client.ExpectMessageAsync("a", "before");
            Assert.Equal(payload, (await client.ReceiveMessageAsync()).Payload);
            await client.ExpectMessageAsync("a", "after");
        }
    }

    private static ConnectPacket Subscriber() => new()
    {
        Version = MqttProtocolVersion.V500, ClientIdentifier = "subscriber", CleanStart = true,
    };
}
