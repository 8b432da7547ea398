using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Broker.Support;

namespace Twins.Tests.Protocols.Mqtt.Broker;

public sealed class ManyClientsTests
{
    [Fact]
    public async Task ThousandClients_GetWhatIsMeantForAll_AndWhatIsMeantForThem()
    {
        const int Count = 1000;
        await using var fixture = await BrokerFixture.StartAsync();
        var clients = new List<ScriptedClient>(Count);
        for (var index = 0; index < Count; index++)
        {
            var client = await fixture.ConnectInMemoryAsync($"client-{index}");
            clients.Add(client);
            await client.SubscribeAsync(new MqttSubscription("all"), new MqttSubscription($"only/{index}", MqttQualityOfService.AtLeastOnce));
        }

        using var publisher = await fixture.ConnectAsync("publisher");
        await publisher.PublishAsync("all", "everybody");
        await publisher.PublishAsync("only/700", "one", 1);

        foreach (var client in clients)
        {
            await client.ExpectMessageAsync("all", "everybody");
        }

        await clients[700].ExpectMessageAsync("only/700", "one");
        Assert.Equal((Count + 1, 2 * Count), (fixture.Broker.Figures.Connections, fixture.Broker.Figures.Subscriptions));
        clients.ForEach(client => client.Dispose());
        await Twins.Testing.Time.Eventually.TrueAsync(() => fixture.Broker.Figures is { Connections: 1, Subscriptions: 0 }, "all are gone");
    }

    [Fact]
    public async Task ManyPublishers_LoseAndDoubleNothing_TowardsOneSubscriber()
    {
        const int Publishers = 4;
        const int Each = 2000;
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        await subscriber.SubscribeAsync(new MqttSubscription("load/+"));
        var publishing = Enumerable.Range(0, Publishers).Select(async publisher =>
        {
            using var client = await fixture.ConnectAsync($"publisher-{publisher}");
            for (var index = 0; index < Each; index++)
            {
                await client.PublishAsync($"load/{publisher}", $"{index}");
            }

            await client.ExpectNothingAsync();
        }).ToList();

        var next = new Dictionary<string, int>();
        for (var received = 0; received < Publishers * Each; received++)
        {
            var message = await subscriber.ReceiveMessageAsync();
            var expected = next.GetValueOrDefault(message.Topic);
            Assert.Equal($"{expected}", message.Payload);
            next[message.Topic] = expected + 1;
        }

        await Task.WhenAll(publishing).InTime();
        await subscriber.ExpectNothingAsync();
    }
}
