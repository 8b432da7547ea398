using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, sections 3.8, 3.10, 4.7: subscriptions, their options and identifiers.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task OverlappingSubscriptions_GetOneMessage_WithTheHighestQualityAndAllIdentifiers()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.SubscribeAsync(2, new MqttSubscription("a/b"));
        await client.SubscribeAsync(3, new MqttSubscription("a/#", MqttQualityOfService.AtLeastOnce));
        await client.SubscribeAsync(new MqttSubscription("+/b"));

        await client.PublishAsync("a/b", "once", 1);

        var message = await client.ReceiveMessageAsync();
        Assert.Equal([2, 3], message.Identifiers.Order());
        Assert.Equal(MqttQualityOfService.AtLeastOnce, message.QualityOfService);
        await client.ReceiveAsync<ReceivedAck>();
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task SubscribingAgain_ReplacesQualityAndIdentifier()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.SubscribeAsync(2, new MqttSubscription("a", MqttQualityOfService.AtLeastOnce));
        await client.SubscribeAsync(9, new MqttSubscription("a"));

        await client.PublishAsync("a", "");

        var message = await client.ReceiveMessageAsync();
        Assert.Equal([9], message.Identifiers);
        await client.ExpectNothingAsync();
        Assert.Equal(1, fixture.Broker.Figures.Subscriptions);
    }

    [Fact]
    public async Task NoLocal_LeavesOutOwnMessages_ButNotThoseOfAnotherSubscription()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        using var other = await fixture.ConnectAsync("other");
        await client.SubscribeAsync(1, new MqttSubscription("a") { NoLocal = true });

        await client.PublishAsync("a", "own");
        await client.ExpectNothingAsync();
        await other.PublishAsync("a", "other's");
        await client.ExpectMessageAsync("a", "other's");

        await client.SubscribeAsync(2, new MqttSubscription("#"));
        await client.PublishAsync("a", "own");
        var message = await client.ReceiveMessageAsync();
        Assert.Equal([2], message.Identifiers);
    }

    [Fact]
    public async Task Unsubscribe_EndsDelivery_AndSaysWhatWasThere()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.SubscribeAsync(new MqttSubscription("a"), new MqttSubscription("b"));

        var codes = await client.UnsubscribeAsync("a", "never");
        await client.PublishAsync("a", "unheard");
        await client.PublishAsync("b", "heard");

        Assert.Equal([MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted], codes);
        await client.ExpectMessageAsync("b", "heard");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("#")]
    [InlineData("+/hidden")]
    public async Task LeadingWildcard_DoesNotMatchTheBrokersNames(string filter)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");
        await client.SubscribeAsync(new MqttSubscription(filter));

        await client.PublishAsync("$other/hidden", "");

        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttReasonCode.UnspecifiedError, MqttReasonCode.UnspecifiedError)]
    [InlineData(MqttProtocolVersion.V500, MqttReasonCode.QuotaExceeded, MqttReasonCode.TopicFilterInvalid)]
    public async Task Bounds_RefuseTheSubscriptionAlone(MqttProtocolVersion version, MqttReasonCode tooMany, MqttReasonCode tooDeep)
    {
        var options = new MqttBrokerOptions { MaxSubscriptionsPerClient = 2, MaxTopicLevels = 3 };
        await using var fixture = await BrokerFixture.StartAsync(options);
        using var client = await fixture.ConnectAsync("client", version);

        var codes = await client.SubscribeAsync(
            new MqttSubscription("1/2/3/4"), new MqttSubscription("a"), new MqttSubscription("b"), new MqttSubscription("c"), new MqttSubscription("a"));

        Assert.Equal([tooDeep, MqttReasonCode.Success, MqttReasonCode.Success, tooMany, MqttReasonCode.Success], codes);
        Assert.Equal(2, fixture.Broker.Diagnostics.Count(incident => incident.Kind == MqttIncidentKind.LimitReached));
    }
}
