using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

public sealed class AuthorizationTests
{
    [Theory]
    [InlineData("closed/a")]
    [InlineData("$SYS/broker/uptime")]
    public async Task Publish_WhereItIsNotAllowed_IsRefused_AndGoesNowhere(string topic)
    {
        await using var fixture = await BrokerFixture.StartAsync(authorizer: new ClosedTopics());
        using var subscriber = await fixture.ConnectAsync("subscriber");
        using var client = await fixture.ConnectAsync("client");
        using var old = await fixture.ConnectAsync("old", MqttProtocolVersion.V311);
        await subscriber.SubscribeAsync(new MqttSubscription("#"), new MqttSubscription("$SYS/#"));

        await client.PublishAsync(topic, "", 0);
        await client.PublishAsync(topic, "", 1, 1);
        await client.ExpectAckAsync(MqttPacketType.PubAck, 1, MqttReasonCode.NotAuthorized);
        await client.PublishAsync(topic, "", 2, 2);
        await client.ExpectAckAsync(MqttPacketType.PubRec, 2, MqttReasonCode.NotAuthorized);
        await old.PublishAsync(topic, "", 1, 1);
        await old.ExpectAckAsync(MqttPacketType.PubAck, 1);

        await subscriber.ExpectNothingAsync();
        Assert.Equal(4, fixture.Broker.Figures.MessagesRefused);
        Assert.Equal(2, fixture.Broker.Diagnostics.Count(incident => incident.Kind == MqttIncidentKind.NotAuthorized));
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttReasonCode.UnspecifiedError)]
    [InlineData(MqttProtocolVersion.V500, MqttReasonCode.NotAuthorized)]
    public async Task Subscribe_WhereItIsNotAllowed_IsRefused(MqttProtocolVersion version, MqttReasonCode code)
    {
        await using var fixture = await BrokerFixture.StartAsync(authorizer: new ClosedTopics());
        using var client = await fixture.ConnectAsync("client", version);

        var codes = await client.SubscribeAsync(
            new MqttSubscription("closed/#"), new MqttSubscription("open/#"), new MqttSubscription("$share/g/closed/a"));

        Assert.Equal([code, MqttReasonCode.Success, code], codes);
    }

    [Fact]
    public async Task Will_WhereItIsNotAllowed_RefusesTheConnection()
    {
        await using var fixture = await BrokerFixture.StartAsync(authorizer: new ClosedTopics());
        using var client = await fixture.ConnectAsync(new ConnectPacket
        {
            Version = MqttProtocolVersion.V500, ClientIdentifier = "client", CleanStart = true,
            Will = new MqttWill(new MqttMessage { Topic = "closed/status" }),
        });

        Assert.Equal(MqttReasonCode.NotAuthorized, client.ConnAck!.ReasonCode);
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task TopicBeyondTheLevels_IsRefused()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxTopicLevels = 2 });
        using var client = await fixture.ConnectAsync("client");

        await client.PublishAsync("1/2/3", "", 1);

        await client.ExpectAckAsync(MqttPacketType.PubAck, 1, MqttReasonCode.TopicNameInvalid);
        Assert.Equal(MqttIncidentKind.LimitReached, Assert.Single(fixture.Broker.Diagnostics).Kind);
    }
}
