using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class SubscribeTests
{
    [Fact]
    public async Task Subscribe_PassesOptionsOn_AndSaysWhatWasGranted()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var wanted = new MqttSubscription("a/+", Qos2) { NoLocal = true, RetainAsPublished = true, RetainHandling = MqttRetainHandling.SendIfNew };
        var subscribing = fixture.Client.SubscribeAsync([wanted, new MqttSubscription("b/#", Qos1)], identifier: 300);
        var packet = await fixture.Connection.NextSubscribeAsync();
        await fixture.Connection.GrantAsync(packet, MqttReasonCode.GrantedQualityOfService1, MqttReasonCode.NotAuthorized);
        var results = await subscribing.InTime();

        Assert.Equal([wanted, new MqttSubscription("b/#", Qos1)], packet.Subscriptions);
        Assert.Equal(300, packet.SubscriptionIdentifier);
        Assert.Equal([true, false], results.Select(result => result.IsGranted));
        Assert.Equal(MqttReasonCode.NotAuthorized, results[1].ReasonCode);
    }

    [Fact]
    public async Task SessionLost_WhatWasGrantedIsRenewedByIdentifier_WhatWasRefusedOrEndedIsNot()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        await SubscribeAsync(fixture, [new("a", Qos1), new("b", Qos2)], identifier: 0);
        await SubscribeAsync(fixture, [new("c", Qos1)], identifier: 7);
        await SubscribeAsync(fixture, [new("refused", Qos1)], identifier: 0, MqttReasonCode.QuotaExceeded);
        var ending = fixture.Client.UnsubscribeAsync(["a"]);
        var unsubscribe = await fixture.Connection.NextUnsubscribeAsync();
        await fixture.Connection.SendAsync(writer => new UnsubAckPacket { PacketId = unsubscribe.PacketId, ReasonCodes = [MqttReasonCode.Success] }.Write(writer, MqttProtocolVersion.V500));
        await ending.InTime();
        await fixture.ReconnectAsync(sessionPresent: false);
        var first = await fixture.Connection.NextSubscribeAsync();
        var second = await fixture.Connection.NextSubscribeAsync();
        await fixture.Connection.GrantAsync(first, MqttReasonCode.NotAuthorized);
        await fixture.Connection.GrantAsync(second);

        Assert.Equal([("b", null), ("c", 7)], new[] { first, second }.Select(packet => (packet.Subscriptions.Single().Filter, packet.SubscriptionIdentifier)));
        await Twins.Testing.Time.Eventually.TrueAsync(() => fixture.Client.Figures.SubscriptionsLost == 1, "the refused renewal is counted");
        Assert.Contains("no longer grants the subscription to 'b'", fixture.Client.Figures.LastFault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SessionKept_OnlyWhatWasNotAnsweredIsSentAgain()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(options: options => options with { SessionExpiry = TimeSpan.FromHours(1) });
        await SubscribeAsync(fixture, [new("a", Qos1)], identifier: 0);
        var unanswered = fixture.Client.SubscribeAsync("b", Qos1);
        await fixture.Connection.NextSubscribeAsync();
        await fixture.ReconnectAsync(sessionPresent: true);
        var again = await fixture.Connection.NextSubscribeAsync();
        await fixture.Connection.GrantAsync(again);
        await unanswered.InTime();

        Assert.Equal("b", again.Subscriptions.Single().Filter);
        Assert.True(fixture.Connection.HasNothingMore);
    }

    [Fact]
    public async Task Subscribe_WithoutAConnection_WaitsForOne()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options, new RecordingReceiver());
        var subscribing = client.SubscribeAsync("a", Qos1);
        _ = client.ConnectAsync();
        var connection = await server.AcceptSessionAsync();
        await connection.GrantAsync(await connection.NextSubscribeAsync());

        await subscribing.InTime();
    }

    [Fact]
    public async Task Subscribe_ToWhatTheServerHasNot_IsNotAskedFor()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with
        {
            WildcardSubscriptionAvailable = false, SharedSubscriptionAvailable = false, SubscriptionIdentifierAvailable = false,
        });
        var subscribing = fixture.Client.SubscribeAsync([new("a/+"), new("b"), new("$share/g/c")]);
        var packet = await fixture.Connection.NextSubscribeAsync();
        await fixture.Connection.GrantAsync(packet);
        var identified = await fixture.Client.SubscribeAsync([new("b")], identifier: 1).InTime();

        Assert.Equal("b", packet.Subscriptions.Single().Filter);
        Assert.Equal(
            [MqttReasonCode.WildcardSubscriptionsNotSupported, MqttReasonCode.Success, MqttReasonCode.SharedSubscriptionsNotSupported],
            (await subscribing.InTime()).Select(result => result.ReasonCode));
        Assert.Equal(MqttReasonCode.SubscriptionIdentifiersNotSupported, identified.Single().ReasonCode);
    }

    [Fact]
    public async Task Subscribe_BeyondTheServersPacketSize_TakesSeveralPackets()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with { MaximumPacketSize = 40 });
        var filters = Enumerable.Range(0, 6).Select(number => $"site/meter-{number}").Append(new string('x', 60)).ToList();
        var subscribing = fixture.Client.SubscribeAsync([.. filters.Select(filter => new MqttSubscription(filter, Qos1))]);
        var asked = new List<string>();
        while (asked.Count < 6)
        {
            var packet = await fixture.Connection.NextSubscribeAsync();
            asked.AddRange(packet.Subscriptions.Select(subscription => subscription.Filter));
            await fixture.Connection.GrantAsync(packet);
        }

        var results = await subscribing.InTime();
        Assert.Equal(filters.Take(6), asked);
        Assert.Equal(filters, results.Select(result => result.Filter));
        Assert.Equal(MqttReasonCode.PacketTooLarge, results[6].ReasonCode);
    }

    [Fact]
    public async Task Unsubscribe_Refused_NamesTheFilter()
    {
        await using var fixture = await ClientFixture.ConnectedAsync();
        var ending = fixture.Client.UnsubscribeAsync(["a", "b"]);
        var packet = await fixture.Connection.NextUnsubscribeAsync();
        await fixture.Connection.SendAsync(writer => new UnsubAckPacket
        {
            PacketId = packet.PacketId, ReasonCodes = [MqttReasonCode.Success, MqttReasonCode.NotAuthorized],
        }.Write(writer, MqttProtocolVersion.V500));
        var error = await Assert.ThrowsAsync<MqttRefusedException>(() => ending.InTime());

        Assert.Contains("to end the subscription to 'b' with 0x87", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/#/b", "holds # before its end")]
    [InlineData("", "is empty")]
    [InlineData("$share/a", "is no shared subscription")]
    public async Task Subscribe_ToNoFilter_IsTheCallersError(string filter, string said)
    {
        await using var client = new MqttClient(new MqttClientOptions { Host = "127.0.0.1" }, new RecordingReceiver());
        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.SubscribeAsync(filter, Qos1).InTime());

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => client.SubscribeAsync([]).InTime());
        await Assert.ThrowsAsync<ArgumentException>(() => client.SubscribeAsync([new("$share/g/a") { NoLocal = true }]).InTime());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.SubscribeAsync([new("a")], identifier: -1).InTime());
    }

    [Fact]
    public async Task Subscribe_WithTooManyRequestsWaiting_IsRefused()
    {
        await using var client = new MqttClient(new MqttClientOptions { Host = "127.0.0.1" }, new RecordingReceiver());
        for (var number = 0; number < 1024; number++)
        {
            _ = client.SubscribeAsync([new($"a/{number}")]);
        }

        await Assert.ThrowsAsync<MqttBusyException>(() => client.SubscribeAsync([new("one/more")]).InTime());
    }

    private static async Task SubscribeAsync(
        ClientFixture fixture, MqttSubscription[] subscriptions, int identifier, params MqttReasonCode[] answer)
    {
        var subscribing = fixture.Client.SubscribeAsync([.. subscriptions], identifier);
        await fixture.Connection.GrantAsync(await fixture.Connection.NextSubscribeAsync(), answer);
        await subscribing.InTime();
    }
}
