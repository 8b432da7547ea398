using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, sections 3.1.2.5 and 3.1.3.2: wills, at once, delayed, cancelled.</summary>
public sealed class WillTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task LostConnection_PublishesTheWill(MqttProtocolVersion version)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);

        (await ConnectAsync(fixture, version)).Dispose();

        var will = await observer.ReceiveMessageAsync();
        Assert.Equal(("status", "gone"), (will.Topic, will.Payload));
        Assert.Equal(1, fixture.Broker.Figures.WillsPublished);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Disconnect_DropsTheWill(MqttProtocolVersion version)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);
        using var client = await ConnectAsync(fixture, version);

        await client.DisconnectAsync();

        await observer.ExpectNothingAsync();
    }

    [Fact]
    public async Task DisconnectWithWill_PublishesIt()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);
        using var client = await ConnectAsync(fixture);

        await client.DisconnectAsync(MqttReasonCode.DisconnectWithWill);

        await observer.ExpectMessageAsync("status", "gone");
    }

    [Fact]
    public async Task Delay_IsWaitedFor()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);
        (await ConnectAsync(fixture, delaySeconds: 10, expirySeconds: 60)).Dispose();
        await fixture.GoneAsync("client");

        fixture.Pass(TimeSpan.FromSeconds(9));
        await observer.ExpectNothingAsync();
        fixture.Pass(TimeSpan.FromSeconds(2));

        await observer.ExpectMessageAsync("status", "gone");
    }

    [Fact]
    public async Task Delay_EndsWithTheSession()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);
        (await ConnectAsync(fixture, delaySeconds: 60, expirySeconds: 5)).Dispose();
        await fixture.GoneAsync("client");

        fixture.Pass(TimeSpan.FromSeconds(6));

        await observer.ExpectMessageAsync("status", "gone");
    }

    [Fact]
    public async Task ReturnWithinTheDelay_CancelsTheWill()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);
        (await ConnectAsync(fixture, delaySeconds: 10, expirySeconds: 60)).Dispose();
        await fixture.GoneAsync("client");
        fixture.Pass(TimeSpan.FromSeconds(5));

        using var back = await fixture.ConnectAsync("client", clean: false, expirySeconds: 60);
        fixture.Pass(TimeSpan.FromSeconds(20));

        Assert.True(back.ConnAck!.SessionPresent);
        await observer.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(0u, false, 1)]
    [InlineData(10u, false, 0)]
    [InlineData(10u, true, 1)]
    public async Task TakeOver_PublishesTheWill_UnlessItsDelayHasNotPassedAndTheSessionGoesOn(uint delaySeconds, bool clean, int wills)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);
        using var earlier = await ConnectAsync(fixture, delaySeconds: delaySeconds, expirySeconds: 60);

        using var later = await fixture.ConnectAsync("client", clean: clean, expirySeconds: 60);
        await later.ExpectNothingAsync();
        fixture.Pass(TimeSpan.FromSeconds(20));

        if (wills > 0)
        {
            await observer.ExpectMessageAsync("status", "gone");
        }

        await observer.ExpectNothingAsync();
    }

    [Fact]
    public async Task ProtocolError_PublishesTheWill()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var observer = await ObserverAsync(fixture);
        using var client = await ConnectAsync(fixture);

        await client.SendAsync(0xFF, 0x00);

        await observer.ExpectMessageAsync("status", "gone");
    }

    [Fact]
    public async Task Will_IsRetainedAndCarriesItsProperties()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync(Packet(MqttProtocolVersion.V500, 0, null) with
        {
            Will = new MqttWill(new MqttMessage
            {
                Topic = "status",
                Payload = "gone"u8.ToArray(),
                Retain = true,
                ContentType = "text/plain",
                MessageExpiry = TimeSpan.FromSeconds(100),
                UserProperties = [new MqttUserProperty("a", "b")],
            }),
        });
        client.Dispose();
        await fixture.GoneAsync("client");
        fixture.Pass(TimeSpan.FromSeconds(30));

        using var observer = await ObserverAsync(fixture);

        var will = await observer.ReceiveMessageAsync();
        Assert.True(will.Retain);
        Assert.Equal("text/plain", will.Message.ContentType);
        Assert.Equal(70u, will.ExpirySeconds);
        Assert.Equal([new MqttUserProperty("a", "b")], will.Message.UserProperties);
    }

    private static async Task<ScriptedClient> ObserverAsync(BrokerFixture fixture)
    {
        var observer = await fixture.ConnectAsync("observer");
        await observer.SubscribeAsync(new MqttSubscription("status"));
        return observer;
    }

    private static Task<ScriptedClient> ConnectAsync(
        BrokerFixture fixture, MqttProtocolVersion version = MqttProtocolVersion.V500, uint delaySeconds = 0, uint? expirySeconds = null) =>
        fixture.ConnectAsync(Packet(version, delaySeconds, expirySeconds));

    private static ConnectPacket Packet(MqttProtocolVersion version, uint delaySeconds, uint? expirySeconds) => new()
    {
        Version = version,
        ClientIdentifier = "client",
        CleanStart = true,
        SessionExpirySeconds = expirySeconds,
        Will = new MqttWill(
            new MqttMessage { Topic = "status", Payload = Encoding.UTF8.GetBytes("gone") }, TimeSpan.FromSeconds(delaySeconds)),
    };
}
