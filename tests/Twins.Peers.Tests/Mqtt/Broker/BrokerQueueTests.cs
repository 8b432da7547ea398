using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>Clients that take their messages more slowly than they come.</summary>
public sealed class BrokerQueueTests
{
    [Fact]
    public async Task Burst_FasterThanItsSubscriber_LosesNothing()
    {
        const int Messages = 20_000;
        await using var broker = await RunningBroker.StartAsync();
        await using var subscriber = await broker.ConnectAsync(new RawConnect { ClientId = "subscriber" });
        await subscriber.SubscribeAsync(("a", 1));
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher", Level = 4 });
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await publisher.SendAsync(publisher.Publish("a", $"{i}", 1, (ushort)((i % 60_000) + 1)));
            }
        });
        var acknowledged = Task.Run(async () =>
        {
            for (var i = 0; i < Messages; i++)
            {
                await publisher.ExpectAsync(4);
            }
        });

        for (var i = 0; i < Messages; i++)
        {
            var message = await subscriber.ExpectMessageAsync();
            Assert.Equal($"{i}", message.Payload);
            await subscriber.AcknowledgeAsync(message);
        }

        await Task.WhenAll(sending, acknowledged);
        Assert.Equal(0, broker.Status.Figures.Dropped);
        await Eventually.TrueAsync(() => broker.Status.Figures.QueuedMessages == 0, "nothing waits");
    }

    [Fact]
    public async Task Subscriber_AcknowledgesNothing_CostsItsPublishersOnePauseAndIsNamed()
    {
        await using var broker = await RunningBroker.StartAsync(
            options => options with { MaxQueuedMessages = 20, MaxInFlight = 10, PublisherPatience = TimeSpan.FromMilliseconds(200) });
        await using var stopped = await broker.ConnectAsync(new RawConnect { ClientId = "stopped", Properties = [0x21, 0, 1] });
        await using var live = await broker.ConnectAsync(new RawConnect { ClientId = "live" });
        await stopped.SubscribeAsync(("a", 1));
        await live.SubscribeAsync(("a", 0));
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher" });
        for (var i = 0; i < 50; i++)
        {
            await publisher.PublishAsync("a", $"{i}");
            Assert.Equal($"{i}", (await live.ExpectMessageAsync()).Payload);
        }

        var slow = Assert.Single(broker.Status.SlowClients);
        Assert.Equal(("stopped", 20L, 29L), (slow.Client, slow.QueuedMessages, slow.Dropped));
        Assert.Equal(29, broker.Status.Figures.Dropped);
        Assert.Contains("Publishers no longer wait for it", broker.Log.Text, StringComparison.Ordinal);
        Assert.Contains("A message to it was dropped", broker.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnobservedFaultsOfTheLibrary_AreLoggedAndMarkedAsSeen()
    {
        await using var broker = await RunningBroker.StartAsync();
        var seen = new List<bool>();
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved)
        {
            if (unobserved.Exception.InnerExceptions[0] is MQTTnet.Exceptions.MqttCommunicationException)
            {
                seen.Add(unobserved.Observed);
            }
        }

        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            Abandon();
            await Eventually.TrueAsync(
                () =>
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    return seen.Count > 0;
                },
                "the abandoned task was found");
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        Assert.True(seen[0]);

        static void Abandon() => _ = Task.FromException(new MQTTnet.Exceptions.MqttCommunicationException("abandoned"));
    }
}
