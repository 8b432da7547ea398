using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>What becomes of messages under way when the connection breaks (5.0, sections 4.3, 4.4 and 4.6).</summary>
public sealed class RedeliveryTests
{
    public static TheoryData<MqttProtocolVersion> Versions => [MqttProtocolVersion.V311, MqttProtocolVersion.V500];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task SessionKept_WhatWasSentComesAgainFirst_InOrderAndMarked(MqttProtocolVersion version)
    {
        await using var fixture = await KeepingAsync(version);
        var publishing = Enumerable.Range(0, 6).Select(number => fixture.Client.PublishAsync(Text("a", $"{number}", number % 2 == 0 ? Qos1 : Qos2))).ToList();
        var ids = new Dictionary<string, ushort>();
        for (var number = 0; number < 6; number++)
        {
            var sent = await fixture.Connection.NextPublishAsync();
            Assert.False(sent.IsDuplicate);
            ids.Add(sent.Text, sent.PacketId);
        }

        // 0 is done, 3 and then 1 are at their second step; 2, 4 and 5 have no answer.
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, ids["0"]);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, ids["3"]);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, ids["1"]);
        await fixture.Connection.NextAckAsync(MqttPacketType.PubRel);
        await fixture.Connection.NextAckAsync(MqttPacketType.PubRel);
        await fixture.ReconnectAsync(sessionPresent: true);
        publishing.Add(fixture.Client.PublishAsync(Text("a", "new", Qos1)));

        Assert.Equal(ids["3"], await fixture.Connection.NextAckAsync(MqttPacketType.PubRel));
        Assert.Equal(ids["1"], await fixture.Connection.NextAckAsync(MqttPacketType.PubRel));
        foreach (var text in new[] { "2", "4", "5" })
        {
            var again = await fixture.Connection.NextPublishAsync();
            Assert.Equal((text, ids[text], true), (again.Text, again.PacketId, again.IsDuplicate));
        }

        var last = await fixture.Connection.NextPublishAsync();
        Assert.Equal(("new", false), (last.Text, last.IsDuplicate));
        await fixture.Connection.SendAckAsync(MqttPacketType.PubComp, ids["3"]);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubComp, ids["1"]);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, ids["2"]);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, ids["4"]);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, ids["5"]);
        await fixture.Connection.NextAckAsync(MqttPacketType.PubRel);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubComp, ids["5"]);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, last.PacketId);
        await Task.WhenAll(publishing).InTime();
        Assert.Equal((5, 7), (fixture.Client.Figures.MessagesResent, fixture.Client.Figures.MessagesPublished));
    }

    [Fact]
    public async Task SessionKept_WithASmallerReceiveMaximum_ComesAgainInPortions()
    {
        await using var fixture = await KeepingAsync(MqttProtocolVersion.V500);
        for (var number = 0; number < 4; number++)
        {
            _ = fixture.Client.PublishAsync(Text("a", $"{number}", Qos1));
            await fixture.Connection.NextPublishAsync();
        }

        await fixture.ReconnectAsync(sessionPresent: true, answer => answer with { ReceiveMaximum = 1 });
        for (var number = 0; number < 2; number++)
        {
            var sent = await fixture.Connection.NextPublishAsync();
            Assert.Equal(($"{number}", true), (sent.Text, sent.IsDuplicate));
            Assert.True(fixture.Connection.HasNothingMore);
            await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, sent.PacketId);
        }

        // Broken once more, in the middle: those that were not sent again keep their places.
        await fixture.ReconnectAsync(sessionPresent: true);
        var rest = new[] { await fixture.Connection.NextPublishAsync(), await fixture.Connection.NextPublishAsync() };
        Assert.Equal(["2", "3"], rest.Select(sent => sent.Text));
        Assert.All(rest, sent => Assert.True(sent.IsDuplicate));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task SessionLost_Qos1IsPublishedAnew_Qos2IsToldToTheCaller(MqttProtocolVersion version)
    {
        await using var fixture = await KeepingAsync(version);
        var atLeastOnce = fixture.Client.PublishAsync(Text("a", "at least once", Qos1));
        var exactlyOnce = fixture.Client.PublishAsync(Text("a", "exactly once", Qos2));
        var released = fixture.Client.PublishAsync(Text("a", "released", Qos2));
        await fixture.Connection.NextPublishAsync();
        await fixture.Connection.NextPublishAsync();
        var third = await fixture.Connection.NextPublishAsync();
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, third.PacketId);
        await fixture.Connection.NextAckAsync(MqttPacketType.PubRel);
        await fixture.ReconnectAsync(sessionPresent: false);
        var again = await fixture.Connection.NextPublishAsync();

        Assert.Equal(("at least once", false), (again.Text, again.IsDuplicate));
        Assert.Contains("unknown whether it arrived", (await Assert.ThrowsAsync<MqttConnectionException>(() => exactlyOnce.InTime())).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<MqttConnectionException>(() => released.InTime());
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, again.PacketId);
        await atLeastOnce.InTime();
        Assert.Equal(1, fixture.Client.Figures.SessionsLost);
    }

    [Fact]
    public async Task LastStep_WithAnIdentifierTheServerNoLongerKnows_IsDone()
    {
        await using var fixture = await KeepingAsync(MqttProtocolVersion.V500);
        var publishing = fixture.Client.PublishAsync(Text("a", "1", Qos2));
        var sent = await fixture.Connection.NextPublishAsync();
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, sent.PacketId);
        await fixture.Connection.NextAckAsync(MqttPacketType.PubRel);
        await fixture.ReconnectAsync(sessionPresent: true);
        await fixture.Connection.NextAckAsync(MqttPacketType.PubRel);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubComp, sent.PacketId, MqttReasonCode.PacketIdentifierNotFound);

        Assert.Equal(MqttReasonCode.Success, (await publishing.InTime()).ReasonCode);
    }

    [Fact]
    public async Task PubRec_ForAnUnknownIdentifier_IsReleasedAsUnknown()
    {
        await using var fixture = await KeepingAsync(MqttProtocolVersion.V500);
        await fixture.Connection.SendAckAsync(MqttPacketType.PubRec, 77);
        var answer = await fixture.Connection.NextAsync(MqttPacketType.PubRel);

        Assert.Equal([0, 77, (byte)MqttReasonCode.PacketIdentifierNotFound], answer.Body);
    }

    [Fact]
    public async Task Cancelled_BeforeItWasSent_IsTakenBack_AfterwardsGoesOn()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(
            options: options => options with { SessionExpiry = TimeSpan.FromHours(1) }, grant: answer => answer with { ReceiveMaximum = 1 });
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var sentOne = fixture.Client.PublishAsync(Text("a", "sent", Qos1), first.Token);
        var waiting = fixture.Client.PublishAsync(Text("a", "waiting", Qos1), second.Token);
        _ = fixture.Client.PublishAsync(Text("a", "next", Qos1));
        var sent = await fixture.Connection.NextPublishAsync();
        await first.CancelAsync();
        await second.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sentOne.InTime());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
        Assert.Equal((1, 1), (fixture.Client.Figures.InFlight, fixture.Client.Figures.Queued));
        await fixture.Connection.SendAckAsync(MqttPacketType.PubAck, sent.PacketId);
        Assert.Equal("next", (await fixture.Connection.NextPublishAsync()).Text);
    }

    private static Task<ClientFixture> KeepingAsync(MqttProtocolVersion version) => ClientFixture.ConnectedAsync(
        version, options => options with { SessionExpiry = TimeSpan.FromHours(1), CleanStart = version == MqttProtocolVersion.V500 });
}
