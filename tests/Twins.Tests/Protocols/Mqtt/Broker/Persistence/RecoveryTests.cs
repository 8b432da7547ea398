using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Persistence;

/// <summary>What a broker does with what a store kept of an earlier run.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task Session_GoesOn_WithWhatWasUnderWay_InOrder()
    {
        var recovered = new MqttRecoveredSession(
            Session("client"),
            [new MqttStoredSubscription(new MqttSubscription("a/+", MqttQualityOfService.AtLeastOnce), 5)],
            [Delivery(70_000, "first"), Delivery(70_002, "released", released: true), Delivery(70_005, "last")],
            [11]);
        await using var fixture = await BrokerFixture.StartAsync(store: new ScriptedStore { State = new MqttStoredState([recovered], []) });
        using var client = await fixture.ConnectAsync("client", clean: false, expirySeconds: 600);

        Assert.True(client.ConnAck!.SessionPresent);
        var first = await client.ReceiveMessageAsync();
        Assert.Equal(("first", true, (70_000 - 1) % 65_535 + 1), (first.Payload, first.IsDuplicate, first.PacketId));
        await client.ExpectAckAsync(MqttPacketType.PubRel, (70_002 - 1) % 65_535 + 1);
        Assert.Equal("last", (await client.ReceiveMessageAsync()).Payload);

        await client.PublishAsync("a/b", "taken before", 2, packetId: 11, duplicate: true);
        await client.ExpectAckAsync(MqttPacketType.PubRec, 11);
        await client.PublishAsync("a/b", "new", 1, packetId: 12);
        var message = await client.ReceiveMessageAsync();
        Assert.Equal(("new", (70_006 - 1) % 65_535 + 1), (message.Payload, message.PacketId));
        Assert.Equal([5], message.Identifiers);
    }

    [Fact]
    public async Task RetainedMessages_AreThere()
    {
        await using var fixture = await BrokerFixture.StartAsync(store: new ScriptedStore { State = new MqttStoredState([], [Message("kept")]) });
        using var client = await fixture.ConnectAsync("client");

        await client.SubscribeAsync(new MqttSubscription("#"));

        await client.ExpectMessageAsync("a/b", "kept");
    }

    [Fact]
    public async Task WillOfAClientThatWasConnected_IsPublishedAfterItsDelay()
    {
        var will = new MqttStoredWill(Message("gone"), Retain: true, TimeSpan.FromSeconds(5), Expiry: null);
        var recovered = new MqttRecoveredSession(Session("client") with { Will = will, DisconnectedAt = null }, [], [], []);
        await using var fixture = await BrokerFixture.StartAsync(store: new ScriptedStore { State = new MqttStoredState([recovered], []) });
        using var observer = await fixture.ConnectAsync("observer");
        await observer.SubscribeAsync(new MqttSubscription("a/b"));

        fixture.Pass(TimeSpan.FromSeconds(4));
        await observer.ExpectNothingAsync();
        fixture.Pass(TimeSpan.FromSeconds(2));

        await observer.ExpectMessageAsync("a/b", "gone");
    }

    [Fact]
    public async Task SessionThatExpiredMeanwhile_Ends()
    {
        var store = new ScriptedStore { State = new MqttStoredState([new MqttRecoveredSession(Session("client"), [], [], [])], []) };
        await using var fixture = await BrokerFixture.StartAsync(store: store);

        fixture.Pass(TimeSpan.FromSeconds(601));

        Assert.Equal(0, fixture.Broker.Figures.Sessions);
        Assert.Contains("no session client", store.Facts);
    }

    private static MqttStoredSession Session(string clientId) =>
        new(clientId, "", MqttProtocolVersion.V500, TimeSpan.FromSeconds(600), ManualTimeProvider.DefaultStart, Will: null);

    private static MqttRecoveredDelivery Delivery(long sequence, string payload, bool released = false) => new(
        new MqttStoredDelivery(
            "client", sequence, released ? MqttQualityOfService.ExactlyOnce : MqttQualityOfService.AtLeastOnce, Retain: false, [], Share: null),
        Message(payload),
        released);

    private static MqttStoredMessage Message(string payload) => new()
    {
        Id = 17,
        Topic = "a/b"u8.ToArray(),
        Payload = System.Text.Encoding.UTF8.GetBytes(payload),
        QualityOfService = MqttQualityOfService.ExactlyOnce,
        Publisher = "somebody",
    };
}
