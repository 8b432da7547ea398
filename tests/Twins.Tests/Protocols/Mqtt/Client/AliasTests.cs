using Twins.Protocols.Mqtt;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>Topic aliases in both directions (5.0, section 3.3.2.3.4).</summary>
public sealed class AliasTests
{
    [Fact]
    public async Task Outgoing_TopicsAreNamedOnce_AndTheOneNotUsedForLongestGivesItsAliasAway()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(grant: answer => answer with { TopicAliasMaximum = 2 });
        var sent = new List<(string Topic, ushort Alias)>();
        foreach (var topic in new[] { "a", "b", "a", "c", "b", "a" })
        {
            await fixture.Client.PublishAsync(Text(topic, "1")).InTime();
            var packet = await fixture.Connection.NextPublishAsync();
            sent.Add((packet.Topic, packet.Alias));
        }

        Assert.Equal([("a", 1), ("b", 2), ("", 1), ("c", 2), ("b", 1), ("a", 2)], sent);
    }

    [Fact]
    public async Task Outgoing_AreForgottenWithTheConnection()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(
            options: options => options with { SessionExpiry = TimeSpan.FromHours(1) }, grant: answer => answer with { TopicAliasMaximum = 2 });
        _ = fixture.Client.PublishAsync(Text("a", "0", Qos1));
        _ = fixture.Client.PublishAsync(Text("a", "1", Qos1));
        await fixture.Connection.NextPublishAsync();
        Assert.Equal("", (await fixture.Connection.NextPublishAsync()).Topic);
        await fixture.ReconnectAsync(sessionPresent: true, answer => answer with { TopicAliasMaximum = 1 });

        var again = new[] { await fixture.Connection.NextPublishAsync(), await fixture.Connection.NextPublishAsync() };
        Assert.Equal([("a", 1), ("", 1)], again.Select(packet => (packet.Topic, (int)packet.Alias)));
        await fixture.ReconnectAsync(sessionPresent: true);
        Assert.Equal(("a", 0), await fixture.Connection.NextPublishAsync() is var last ? (last.Topic, last.Alias) : default);
    }

    [Fact]
    public async Task Outgoing_OnePacketBelowTheServersLimitWithoutIts_IsSentWithoutAlias()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(
            grant: answer => answer with { TopicAliasMaximum = 2, MaximumPacketSize = 20 });
        await fixture.Client.PublishAsync(Text("a", new string('x', 14))).InTime();
        var packet = await fixture.Connection.NextPublishAsync();

        Assert.Equal(("a", 0), (packet.Topic, (int)packet.Alias));
    }

    [Fact]
    public async Task Incoming_StandForTheTopicsThatCameWithThem()
    {
        await using var fixture = await ClientFixture.ConnectedAsync(options: options => options with { TopicAliasMaximum = 2 });
        await fixture.Connection.SendPublishAsync("a", "1", alias: 1);
        await fixture.Connection.SendPublishAsync("b", "2", alias: 2);
        await fixture.Connection.SendPublishAsync("", "3", alias: 1);
        await fixture.Connection.SendPublishAsync("c", "4", alias: 1);
        await fixture.Connection.SendPublishAsync("", "5", alias: 1);

        Assert.Equal(["a", "b", "a", "c", "c"], (await fixture.Receiver.NextAsync(5)).Select(message => message.Topic));
    }

    [Theory]
    [InlineData("a", 3, MqttReasonCode.TopicAliasInvalid)]
    [InlineData("", 2, MqttReasonCode.ProtocolError)]
    public async Task Incoming_BeyondTheLimitOrUnknown_EndTheConnection(string topic, ushort alias, MqttReasonCode code)
    {
        await using var fixture = await ClientFixture.ConnectedAsync(options: options => options with { TopicAliasMaximum = 2 });
        await fixture.Connection.SendPublishAsync(topic, "1", alias: alias);

        Assert.Equal(code, (await fixture.Connection.NextDisconnectAsync()).ReasonCode);
    }
}
