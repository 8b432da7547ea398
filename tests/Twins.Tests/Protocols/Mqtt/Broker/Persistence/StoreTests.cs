using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Persistence;

/// <summary>What a store is told, and what waits until it has it.</summary>
public sealed class StoreTests
{
    [Fact]
    public async Task Session_IsToldFromItsBeginningToItsEnd()
    {
        var store = new ScriptedStore();
        await using var fixture = await BrokerFixture.StartAsync(store: store);
        using var client = await fixture.ConnectAsync("kept", expirySeconds: 60);
        await client.SubscribeAsync(new MqttSubscription("a"), new MqttSubscription("b"));
        await client.UnsubscribeAsync("b");
        await client.DisconnectAsync();
        using var passing = await fixture.ConnectAsync("passing");
        await passing.SubscribeAsync(new MqttSubscription("a"));

        fixture.Pass(TimeSpan.FromSeconds(61));

        Assert.Equal(
            ["session kept", "kept subscribes a", "kept subscribes b", "kept unsubscribes b", "session kept away", "no session kept"], store.Facts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Message_IsAcknowledgedAndDelivered_OnceTheStoreHasIt(int qualityOfService)
    {
        var store = new ScriptedStore();
        await using var fixture = await BrokerFixture.StartAsync(store: store);
        using var subscriber = await fixture.ConnectAsync("kept", expirySeconds: 60);
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));
        using var publisher = await fixture.ConnectAsync("publisher", expirySeconds: 60);
        store.Hold();
        await publisher.PublishAsync("a", "x", qualityOfService, packetId: 4);
        var receipt = qualityOfService == 2 ? " from publisher/4" : "";
        await Eventually.TrueAsync(() => store.Facts.Contains($"x{receipt} to [kept/1]"), "the store is told");

        await subscriber.ExpectNothingAsync();
        store.Commit();

        await subscriber.ExpectMessageAsync("a", "x");
        await publisher.ExpectAckAsync(qualityOfService == 1 ? MqttPacketType.PubAck : MqttPacketType.PubRec, 4);
    }

    [Fact]
    public async Task Message_ForNobodyThatIsKept_WaitsForNothing()
    {
        var store = new ScriptedStore();
        await using var fixture = await BrokerFixture.StartAsync(store: store);
        using var client = await fixture.ConnectAsync("passing");
        await client.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));

        await client.PublishAsync("a", "x", 1);

        await client.ExpectAckOrMessageAsync(2);
        Assert.Empty(store.Facts);
        Assert.Equal(0, store.Commits);
    }

    [Fact]
    public async Task RetainedMessage_IsToldTheStore_AndItsRemoval()
    {
        var store = new ScriptedStore();
        await using var fixture = await BrokerFixture.StartAsync(store: store);
        using var client = await fixture.ConnectAsync("passing");

        await client.PublishAsync("a", "kept", 0, retain: true);
        await client.PublishAsync("a", "", 1, retain: true);
        await client.ReceiveAsync<ReceivedAck>();

        Assert.Equal(["kept retained to []", " retained to []"], store.Facts);
    }

    [Fact]
    public async Task ExactlyOnce_EachStepWaitsForTheStore()
    {
        var store = new ScriptedStore();
        await using var fixture = await BrokerFixture.StartAsync(store: store);
        using var client = await fixture.ConnectAsync("kept", expirySeconds: 60);
        await client.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));
        await client.PublishAsync("a", "x", 2, packetId: 4);
        await client.ExpectAckOrMessageAsync(2);
        store.Facts.Clear();
        var before = store.Commits;

        await client.AckAsync(MqttPacketType.PubRel, 4);
        await client.ExpectAckAsync(MqttPacketType.PubComp, 4);
        await client.AckAsync(MqttPacketType.PubRec, 1);
        await client.ExpectAckAsync(MqttPacketType.PubRel, 1);
        Assert.Equal(before + 2, store.Commits);
        await client.AckAsync(MqttPacketType.PubComp, 1);
        await client.ExpectNothingAsync();

        Assert.Equal(["completed kept/4", "released kept/1", "settled kept/1"], store.Facts);
    }

    [Fact]
    public async Task StoreThatFails_LeavesTheMessageUnacknowledged_AndIsNamed()
    {
        var store = new ScriptedStore();
        await using var fixture = await BrokerFixture.StartAsync(store: store);
        using var subscriber = await fixture.ConnectAsync("kept", expirySeconds: 60);
        await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        using var publisher = await fixture.ConnectAsync("publisher");
        store.Hold();
        store.Fail();

        await publisher.PublishAsync("a", "x", 1);

        await publisher.ExpectDisconnectAsync(MqttReasonCode.UnspecifiedError);
        Assert.Contains(fixture.Broker.Diagnostics, incident =>
            incident.Kind == MqttIncidentKind.ServerFault && incident.Message.Contains("the disk is full", StringComparison.Ordinal));
        store.Hold();
        store.Commit();
        using var again = await fixture.ConnectAsync("publisher");
        await again.PublishAsync("a", "x", 1);
        await again.ExpectAckAsync(MqttPacketType.PubAck, 1);
    }
}
