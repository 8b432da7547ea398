using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Peers.Tests.Mqtt.Persistence;

public sealed class JournalBrokerStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recover_Nothing_IsEmpty()
    {
        await using var fixture = await StoreFixture.OpenAsync();

        Assert.Equal(StoreText.Of(MqttStoredState.Empty), StoreText.Of(await fixture.CrashAsync()));
    }

    [Fact]
    public async Task Session_WithEverythingItMayHold_IsRecovered()
    {
        await using var fixture = await StoreFixture.OpenAsync();
        var will = new MqttStoredWill(fixture.Message("meter/status", "lost"), Retain: true, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1));
        fixture.Store.SaveSession(StoreFixture.Session("ems"));
        fixture.Store.SaveSession(StoreFixture.Session("ems", will) with { DisconnectedAt = Noon, Version = MqttProtocolVersion.V311, Expiry = TimeSpan.MaxValue });
        var subscription = new MqttSubscription("$share/g/a/+", MqttQualityOfService.ExactlyOnce)
        {
            NoLocal = true,
            RetainAsPublished = true,
            RetainHandling = MqttRetainHandling.DoNotSend,
        };
        fixture.Store.SaveSubscription("ems", new MqttStoredSubscription(subscription, 268_435_455));
        var message = fixture.Message("a/b", "ü", Noon.AddTicks(7));
        MqttStoredDelivery[] deliveries = [StoreFixture.Delivery("ems", 1) with { SubscriptionIdentifiers = [1, 268_435_455], Retain = true }, StoreFixture.Delivery("ems", 2, "$share/g/a/+")];
        fixture.Store.Accept(new MqttStoredPublication(message, retain: true, new MqttStoredReceipt("ems", 65535), deliveries));
        await fixture.Store.CommitAsync(Cancel);

        var state = await fixture.CrashAsync();

        var recovered = Assert.Single(state.Sessions);
        Assert.Equal((Noon, MqttProtocolVersion.V311, TimeSpan.MaxValue), (recovered.Session.DisconnectedAt!.Value, recovered.Session.Version, recovered.Session.Expiry));
        Assert.Equal((true, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)), (recovered.Session.Will!.Retain, recovered.Session.Will.Delay, recovered.Session.Will.Expiry!.Value));
        Assert.Equal("lost", Encoding.UTF8.GetString(recovered.Session.Will.Message.Payload.Span));
        Assert.Equal(new MqttStoredSubscription(subscription, 268_435_455), Assert.Single(recovered.Subscriptions));
        Assert.Equal([65535], recovered.Receipts);
        Assert.Equal([1, 2], recovered.Deliveries.Select(delivery => delivery.Delivery.Sequence));
        Assert.Equal([1, 268_435_455], recovered.Deliveries[0].Delivery.SubscriptionIdentifiers);
        Assert.Equal("$share/g/a/+", recovered.Deliveries[1].Delivery.Share);
        Assert.All(recovered.Deliveries, delivery => Assert.Equal(StoreText.Of(message), StoreText.Of(delivery.Message)));
        Assert.Equal(StoreText.Of(message), StoreText.Of(Assert.Single(state.Retained)));
    }

    [Fact]
    public async Task Changes_OfWhatIsNotThere_AreIgnoredAndTheirEffectsAreOver()
    {
        await using var fixture = await StoreFixture.OpenAsync();
        var store = fixture.Store;
        store.SaveSession(StoreFixture.Session("ems"));
        store.SaveSubscription("ems", new MqttStoredSubscription(new MqttSubscription("a"), 0));
        store.Accept(new MqttStoredPublication(
            fixture.Message("a", "1"), retain: true, new MqttStoredReceipt("ems", 3), [StoreFixture.Delivery("ems", 1), StoreFixture.Delivery("nobody", 1)]));
        store.Release("ems", 1);
        store.CompleteReceipt("ems", 3);
        await store.CommitAsync(Cancel);
        var released = await fixture.CrashAsync();
        store = fixture.Store;
        store.Settle("ems", 1);
        store.Settle("ems", 7);
        store.Settle("nobody", 1);
        store.RemoveSubscription("ems", "a");
        store.RemoveSubscription("ems", "b");
        store.Accept(new MqttStoredPublication(fixture.Message("a", ""), retain: true, receipt: null, []));
        store.RemoveRetained("b"u8.ToArray());
        store.RemoveSession("nobody");
        await store.CommitAsync(Cancel);
        var settled = await fixture.CrashAsync();
        fixture.Store.RemoveSession("ems");
        await fixture.Store.CommitAsync(Cancel);

        Assert.True(released.Sessions.Single().Deliveries.Single().Released);
        Assert.Empty(released.Sessions.Single().Receipts);
        Assert.Single(released.Retained);
        Assert.Empty(settled.Sessions.Single().Deliveries);
        Assert.Empty(settled.Sessions.Single().Subscriptions);
        Assert.Empty(settled.Retained);
        Assert.Equal("", StoreText.Of(await fixture.CrashAsync()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ManyChanges_WithCompactionsAndCrashes_RecoverToTheSameState(int seed)
    {
        await using var fixture = await StoreFixture.OpenAsync();
        var random = new Random(seed);
        var model = new StoreModel();
        for (var round = 0; round < 12; round++)
        {
            for (var change = 0; change < 150; change++)
            {
                model.Change(fixture, random);
            }

            await fixture.Store.CommitAsync(Cancel);
            Assert.Equal(model.Text, StoreText.Of(await fixture.CrashAsync()));
        }
    }
}
