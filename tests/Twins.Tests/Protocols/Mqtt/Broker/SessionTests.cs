using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, sections 3.1.2.4, 3.1.2.11.2, 4.1, 4.4: what outlives a connection, and for how long.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Resumed_SendsAgainWhatWasNotAcknowledgedThenWhatWaited_InOrder(MqttProtocolVersion version)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        ushort first;
        ushort second;
        using (var subscriber = await fixture.ConnectAsync("subscriber", version, clean: false, expirySeconds: 60))
        {
            Assert.False(subscriber.ConnAck!.SessionPresent);
            await subscriber.SubscribeAsync(new MqttSubscription("a", MqttQualityOfService.ExactlyOnce));
            await publisher.PublishAsync("a", "1", 1);
            await publisher.PublishAsync("a", "2", 2, packetId: 2);
            await publisher.PublishAsync("a", "3", 2, packetId: 3);
            first = (await subscriber.ReceiveMessageAsync()).PacketId;
            second = (await subscriber.ReceiveMessageAsync()).PacketId;
            await subscriber.AckAsync(MqttPacketType.PubRec, second);
            await subscriber.ExpectMessageAsync("a", "3");
            await subscriber.ExpectAckAsync(MqttPacketType.PubRel, second);
        }

        await fixture.GoneAsync("subscriber");
        await publisher.PublishAsync("a", "4", 1, packetId: 4);
        await publisher.PublishAsync("a", "lost", 0);

        using var resumed = await fixture.ConnectAsync("subscriber", version, clean: false, expirySeconds: 60);
        Assert.True(resumed.ConnAck!.SessionPresent);
        var repeated = await resumed.ReceiveMessageAsync();
        Assert.Equal(("1", first, true), (repeated.Payload, repeated.PacketId, repeated.IsDuplicate));
        await resumed.ExpectAckAsync(MqttPacketType.PubRel, second);
        Assert.Equal(("3", true), ((await resumed.ReceiveMessageAsync()) is var third ? (third.Payload, third.IsDuplicate) : default));
        Assert.Equal(("4", false), ((await resumed.ReceiveMessageAsync()) is var fourth ? (fourth.Payload, fourth.IsDuplicate) : default));
        await resumed.AckAsync(MqttPacketType.PubComp, second);
        await resumed.ExpectNothingAsync();
    }

    [Fact]
    public async Task CleanStart_DiscardsTheSession()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using (var client = await fixture.ConnectAsync("client", clean: false, expirySeconds: 60))
        {
            await client.SubscribeAsync(new MqttSubscription("a"));
            await client.DisconnectAsync();
        }

        await fixture.GoneAsync("client");
        using var again = await fixture.ConnectAsync("client", clean: true);

        Assert.False(again.ConnAck!.SessionPresent);
        Assert.Equal(0, fixture.Broker.Figures.Subscriptions);
    }

    [Fact]
    public async Task Expiry_EndsTheSession_NoSooner()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        (await fixture.ConnectAsync("client", clean: false, expirySeconds: 5)).Dispose();
        await fixture.GoneAsync("client");

        fixture.Pass(TimeSpan.FromSeconds(4));
        using (var resumed = await fixture.ConnectAsync("client", clean: false, expirySeconds: 5))
        {
            Assert.True(resumed.ConnAck!.SessionPresent);
        }

        await fixture.GoneAsync("client");
        fixture.Pass(TimeSpan.FromSeconds(6));
        Assert.Equal(0, fixture.Broker.Figures.Sessions);
        using var late = await fixture.ConnectAsync("client", clean: false, expirySeconds: 5);
        Assert.False(late.ConnAck!.SessionPresent);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(0u, 0)]
    [InlineData(60u, 1)]
    public async Task Disconnect_KeepsTheSession_IfItHasAnExpiry(uint? expirySeconds, int sessions)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client", expirySeconds: expirySeconds);

        await client.DisconnectAsync();

        Assert.Equal(sessions, fixture.Broker.Figures.Sessions);
    }

    [Fact]
    public async Task Disconnect_MayChangeTheExpiry_ButNotFromNone()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var ends = await fixture.ConnectAsync("ends", expirySeconds: 60);
        using var errs = await fixture.ConnectAsync("errs");

        await ends.DisconnectAsync(expirySeconds: 0);
        Assert.Equal(1, fixture.Broker.Figures.Sessions);
        await errs.SendAsync(writer => new DisconnectPacket { SessionExpirySeconds = 5 }.Write(writer, MqttProtocolVersion.V500));
        await errs.ExpectDisconnectAsync(MqttReasonCode.ProtocolError);
    }

    [Fact]
    public async Task Expiry_BeyondTheBrokersMaximum_IsShortenedAndTold()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxSessionExpiry = TimeSpan.FromHours(1) });
        using var forever = await fixture.ConnectAsync("forever", expirySeconds: uint.MaxValue);
        using var modest = await fixture.ConnectAsync("modest", expirySeconds: 60);

        Assert.Equal(3600u, forever.ConnAck!.SessionExpirySeconds);
        Assert.Null(modest.ConnAck!.SessionExpirySeconds);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task TakeOver_ClosesTheEarlierConnection_AndGoesOnWithTheSession(MqttProtocolVersion version)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var publisher = await fixture.ConnectAsync("publisher");
        using var earlier = await fixture.ConnectAsync("client", version, clean: false, expirySeconds: 60);
        await earlier.SubscribeAsync(new MqttSubscription("a"));

        using var later = await fixture.ConnectAsync("client", version, clean: false, expirySeconds: 60);

        if (version == MqttProtocolVersion.V500)
        {
            await earlier.ExpectDisconnectAsync(MqttReasonCode.SessionTakenOver);
        }
        else
        {
            await earlier.ExpectClosedAsync();
        }

        Assert.True(later.ConnAck!.SessionPresent);
        await publisher.PublishAsync("a", "to the later");
        await later.ExpectMessageAsync("a", "to the later");
        Assert.Equal(1, fixture.Broker.Figures.TakeOvers);
        Assert.Equal(2, fixture.Broker.Figures.Connections);
        Assert.Contains(fixture.Broker.Diagnostics, incident => incident is { Kind: MqttIncidentKind.TakenOver, ClientId: "client" });
    }

    [Fact]
    public async Task ClientIdentifier_WhenEmpty_IsAssigned()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var one = await fixture.ConnectAsync("");
        using var other = await fixture.ConnectAsync("");
        using var old = await fixture.ConnectAsync("", MqttProtocolVersion.V311);

        Assert.NotEmpty(one.ConnAck!.AssignedClientIdentifier!);
        Assert.NotEqual(one.ConnAck.AssignedClientIdentifier, other.ConnAck!.AssignedClientIdentifier);
        Assert.Equal(MqttReasonCode.Success, old.ConnAck!.ReasonCode);
        Assert.Equal(3, fixture.Broker.Figures.Connections);
    }
}
