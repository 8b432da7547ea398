using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, section 4.8.2: shared subscriptions.</summary>
public sealed class SharedSubscriptionTests
{
    private static readonly MqttSubscription Shared = new("$share/workers/jobs/+", MqttQualityOfService.AtLeastOnce);

    [Fact]
    public async Task Messages_GoToOneMemberEach_InTurn()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        using var one = await MemberAsync(fixture, "one");
        using var other = await MemberAsync(fixture, "other");
        using var alone = await fixture.ConnectAsync("alone");
        await alone.SubscribeAsync(new MqttSubscription("jobs/#"));

        for (var job = 0; job < 4; job++)
        {
            await publisher.PublishAsync("jobs/a", $"{job}");
        }

        await publisher.ExpectNothingAsync();
        var first = new[] { (await one.ReceiveMessageAsync()).Payload, (await one.ReceiveMessageAsync()).Payload };
        var second = new[] { (await other.ReceiveMessageAsync()).Payload, (await other.ReceiveMessageAsync()).Payload };
        Assert.Equal(["0", "1", "2", "3"], first.Concat(second).Order());
        await one.ExpectNothingAsync();
        await other.ExpectNothingAsync();
        for (var job = 0; job < 4; job++)
        {
            await alone.ExpectMessageAsync("jobs/a", $"{job}");
        }
    }

    [Fact]
    public async Task MemberThatIsAway_IsPassedOver()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        using var present = await MemberAsync(fixture, "present");
        (await MemberAsync(fixture, "away", expirySeconds: 60)).Dispose();
        await fixture.GoneAsync("away");

        for (ushort job = 1; job <= 3; job++)
        {
            await publisher.PublishAsync("jobs/a", $"{job}", 1, job);
            Assert.Equal($"{job}", (await present.ReceiveMessageAsync()).Payload);
        }
    }

    [Fact]
    public async Task MemberThatLeaves_LeavesItsUnacknowledgedMessagesToAnother()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxInFlight = 1 });
        using var publisher = await fixture.ConnectAsync("publisher");
        using var leaving = await MemberAsync(fixture, "leaving");
        for (ushort job = 1; job <= 3; job++)
        {
            await publisher.PublishAsync("jobs/a", $"{job}", 1, job);
            await publisher.ExpectAckAsync(MqttPacketType.PubAck, job);
        }

        Assert.Equal("1", (await leaving.ReceiveMessageAsync()).Payload);
        using var staying = await MemberAsync(fixture, "staying");
        leaving.Dispose();

        foreach (var job in new[] { "1", "2", "3" })
        {
            var message = await staying.ReceiveMessageAsync();
            Assert.Equal(job, message.Payload);
            await staying.AckAsync(MqttPacketType.PubAck, message.PacketId);
        }

        await staying.ExpectNothingAsync();
    }

    [Fact]
    public async Task MemberThatIsInterrupted_KeepsWhatItWasSent_AndGivesTheRestToAnother()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxInFlight = 1 });
        using var publisher = await fixture.ConnectAsync("publisher");
        using var interrupted = await MemberAsync(fixture, "interrupted", expirySeconds: 60);
        await publisher.PublishAsync("jobs/a", "sent", 1, 1);
        await publisher.PublishAsync("jobs/a", "waiting", 1, 2);
        Assert.Equal("sent", (await interrupted.ReceiveMessageAsync()).Payload);
        using var staying = await MemberAsync(fixture, "staying");
        interrupted.Dispose();

        var moved = await staying.ReceiveMessageAsync();
        Assert.Equal("waiting", moved.Payload);
        await staying.AckAsync(MqttPacketType.PubAck, moved.PacketId);
        await staying.ExpectNothingAsync();
        using var back = await fixture.ConnectAsync("interrupted", clean: false, expirySeconds: 60);
        var repeated = await back.ReceiveMessageAsync();
        Assert.Equal(("sent", true), (repeated.Payload, repeated.IsDuplicate));
        await back.ExpectNothingAsync();
    }

    [Fact]
    public async Task ExactlyOnceMessageThatWasSent_IsNeverGivenToAnother()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        using var leaving = await fixture.ConnectAsync("leaving");
        await leaving.SubscribeAsync(Shared with { QualityOfService = MqttQualityOfService.ExactlyOnce });
        await publisher.PublishAsync("jobs/a", "sent", 2);
        await leaving.ReceiveMessageAsync();
        using var staying = await MemberAsync(fixture, "staying");

        leaving.Dispose();
        await fixture.GoneAsync("leaving");

        await staying.ExpectNothingAsync();
    }

    [Fact]
    public async Task LastMemberThatUnsubscribes_EndsTheShare()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var member = await MemberAsync(fixture, "member");

        Assert.Equal([MqttReasonCode.Success], await member.UnsubscribeAsync(Shared.Filter));
        await member.PublishAsync("jobs/a", "", 1);

        await member.ExpectAckAsync(MqttPacketType.PubAck, 1, MqttReasonCode.NoMatchingSubscribers);
        Assert.Equal(0, fixture.Broker.Figures.Subscriptions);
    }

    private static async Task<ScriptedClient> MemberAsync(BrokerFixture fixture, string clientId, uint? expirySeconds = null)
    {
        var member = await fixture.ConnectAsync(clientId, expirySeconds: expirySeconds);
        await member.SubscribeAsync(Shared);
        return member;
    }
}
