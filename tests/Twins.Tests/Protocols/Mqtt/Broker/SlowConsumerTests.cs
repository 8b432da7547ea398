using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>What happens when messages come faster than a client takes them.</summary>
public sealed class SlowConsumerTests
{
    private static readonly MqttBrokerOptions Small = new() { MaxQueuedMessages = 16, MaxQueuedBytes = 64 * 1024, MaxPacketSize = 4096 };

    [Fact]
    public async Task QoS0_PublisherWaits_ThenTheClientIsNamedSlow_AndMissesMessages_UntilItCaughtUp()
    {
        await using var fixture = await BrokerFixture.StartAsync(Small);
        using var slow = await fixture.ConnectInMemoryAsync("slow");
        await slow.SubscribeAsync(new MqttSubscription("a"));
        using var publisher = await fixture.ConnectAsync("publisher");

        for (var index = 0; index < 300; index++)
        {
            await publisher.PublishAsync("a", new string('x', 1000));
        }

        await Eventually.TrueAsync(() => fixture.Broker.Figures.PublisherPauses == 1, "the publisher's reading pauses");
        Assert.Equal(0, fixture.Broker.Figures.DroppedSlow);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await publisher.ExpectNothingAsync();

        Assert.True(Assert.Single(fixture.Broker.Clients, client => client.ClientId == "slow").IsSlow);
        Assert.InRange(fixture.Broker.Figures.DroppedSlow, 1, 300);
        Assert.InRange(fixture.Broker.Figures.QueuedBytes, 1, 64 * 1024);
        var incident = Assert.Single(fixture.Broker.Diagnostics);
        Assert.Equal((MqttIncidentKind.SlowConsumer, "slow"), (incident.Kind, incident.ClientId));
        await slow.ReceiveMessagesAsync(300 - (int)fixture.Broker.Figures.DroppedSlow);
        await Eventually.TrueAsync(() => fixture.Broker.Figures.SlowConsumers == 0, "the client caught up");
        await publisher.PublishAsync("a", "again");
        await slow.ExpectMessageAsync("a", "again");
    }

    [Fact]
    public async Task QoS0_PublisherThatWaits_GoesOnWhenTheClientCaughtUp_AndNothingIsLost()
    {
        await using var fixture = await BrokerFixture.StartAsync(Small);
        using var slow = await fixture.ConnectInMemoryAsync("slow");
        await slow.SubscribeAsync(new MqttSubscription("a"));
        using var publisher = await fixture.ConnectAsync("publisher");
        for (var index = 0; index < 300; index++)
        {
            await publisher.PublishAsync("a", new string('x', 1000));
        }

        await Eventually.TrueAsync(() => fixture.Broker.Figures.PublisherPauses == 1, "the publisher's reading pauses");
        await slow.ReceiveMessagesAsync(300);

        await publisher.ExpectNothingAsync();
        Assert.Equal(0, fixture.Broker.Figures.DroppedSlow);
        Assert.Empty(fixture.Broker.Diagnostics);
    }

    [Fact]
    public async Task QoS1_ClientThatDoesNotAcknowledge_IsDisconnectedAtTheBound_AndItsSessionKeepsWhatItHas()
    {
        await using var fixture = await BrokerFixture.StartAsync(Small with { PublisherPatience = TimeSpan.Zero });
        using var slow = await fixture.ConnectAsync("slow", expirySeconds: 60);
        await slow.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        using var publisher = await fixture.ConnectAsync("publisher");
        for (ushort packetId = 1; packetId <= 16; packetId++)
        {
            await publisher.PublishAsync("a", $"{packetId}", 1, packetId);
            await publisher.ExpectAckAsync(MqttPacketType.PubAck, packetId);
        }

        await publisher.PublishAsync("a", "17", 1, 17);
        await publisher.ExpectAckAsync(MqttPacketType.PubAck, 17, MqttReasonCode.QuotaExceeded);

        await slow.ReceiveMessagesAsync(16);
        await slow.ExpectDisconnectAsync(MqttReasonCode.QuotaExceeded);
        Assert.Equal((1, 16), (fixture.Broker.Figures.DroppedQueueFull, fixture.Broker.Figures.QueuedMessages));
        Assert.Contains(fixture.Broker.Diagnostics, incident => incident is { Kind: MqttIncidentKind.QueueFull, ClientId: "slow" });
        using var back = await fixture.ConnectAsync("slow", clean: false, expirySeconds: 60);
        var repeated = await back.ReceiveMessageAsync();
        Assert.Equal(("1", true), (repeated.Payload, repeated.IsDuplicate));
    }

    [Fact]
    public async Task QueueOfAClientThatIsAway_IsBounded_AndItsPublisherTold()
    {
        await using var fixture = await BrokerFixture.StartAsync(Small);
        using var away = await fixture.ConnectAsync("away", expirySeconds: 60);
        await away.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        await away.DisconnectAsync();
        using var publisher = await fixture.ConnectAsync("publisher");

        for (ushort packetId = 1; packetId <= 20; packetId++)
        {
            await publisher.PublishAsync("a", $"{packetId}", 1, packetId);
            await publisher.ExpectAckAsync(
                MqttPacketType.PubAck, packetId, packetId <= 16 ? MqttReasonCode.Success : MqttReasonCode.QuotaExceeded);
        }

        Assert.Equal(4, fixture.Broker.Figures.DroppedQueueFull);
        Assert.Equal(4, Assert.Single(fixture.Broker.Clients, client => client.ClientId == "away").Dropped);
        Assert.Single(fixture.Broker.Diagnostics, incident => incident.Kind == MqttIncidentKind.QueueFull);
    }

    [Fact]
    public async Task MessagesThatExpired_MakeRoomInAFullQueue()
    {
        await using var fixture = await BrokerFixture.StartAsync(Small);
        using var away = await fixture.ConnectAsync("away", expirySeconds: 60);
        await away.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        await away.DisconnectAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        var shortLived = new MqttMessage
        {
            Topic = "a", QualityOfService = MqttQualityOfService.AtLeastOnce, MessageExpiry = TimeSpan.FromSeconds(1),
        };
        for (ushort packetId = 1; packetId <= 16; packetId++)
        {
            await publisher.PublishAsync(shortLived, packetId);
            await publisher.ExpectAckAsync(MqttPacketType.PubAck, packetId);
        }

        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        await publisher.PublishAsync("a", "fits", 1, 17);

        await publisher.ExpectAckAsync(MqttPacketType.PubAck, 17);
        using var back = await fixture.ConnectAsync("away", clean: false, expirySeconds: 60);
        await back.ExpectMessageAsync("a", "fits");
    }

    [Fact]
    public async Task Publisher_DoesNotWaitForItself()
    {
        await using var fixture = await BrokerFixture.StartAsync(Small with { MaxInFlight = 1 });
        using var client = await fixture.ConnectAsync("client");
        await client.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));

        for (ushort packetId = 1; packetId <= 16; packetId++)
        {
            await client.PublishAsync("a", $"{packetId}", 1, packetId);
        }

        for (var packet = 0; packet < 17; packet++)
        {
            await client.TryReceiveAsync();
        }

        Assert.Equal(0, fixture.Broker.Figures.PublisherPauses);
    }
}
