using System.Text;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>What MQTT asks of a broker, and what a live-only one tells its clients.</summary>
public sealed class BrokerProtocolTests
{
    private const byte SessionExpiry = 0x11;
    private const byte AssignedId = 0x12;
    private const byte ServerKeepAlive = 0x13;

    [Fact]
    public async Task Session_AskedToLast_EndsWithItsConnectionAndSaysSo()
    {
        await using var broker = await RunningBroker.StartAsync();
        var lasting = new RawConnect { Clean = false, Properties = [SessionExpiry, 0, 0, 1, 0] };
        await using (var first = await broker.ConnectAsync(lasting))
        {
            await first.SubscribeAsync(("a", 1));
        }

        await Eventually.TrueAsync(() => broker.Status.Figures.Clients == 0, "the first connection is gone");
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher" });
        await publisher.PublishAsync("a", "missed");
        await using var second = await broker.ConnectAsync(lasting);
        await using var old = await broker.ConnectAsync(new RawConnect { Level = 4, Clean = false, ClientId = "old" });

        Assert.Equal([0, 0], second.ConnAck.Body[..2]);
        Assert.Contains(Convert.ToHexString([SessionExpiry, 0, 0, 0, 0]), Convert.ToHexString(second.ConnAck.Body), StringComparison.Ordinal);
        Assert.Equal([0, 0], old.ConnAck.Body);
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task ClientId_Empty_IsAssignedUnlessTheSessionShouldLast()
    {
        await using var broker = await RunningBroker.StartAsync();

        await using var three = await broker.ConnectAsync(new RawConnect { Level = 4, ClientId = "" });
        await using var five = await broker.ConnectAsync(new RawConnect { ClientId = "" });
        await using var refused = await broker.ConnectAsync(new RawConnect { Level = 4, ClientId = "", Clean = false });

        Assert.Equal([0, 0], three.ConnAck.Body);
        Assert.Contains(AssignedId, five.ConnAck.Body);
        Assert.Contains("auto-", Encoding.UTF8.GetString(five.ConnAck.Body), StringComparison.Ordinal);
        Assert.Equal([0, 2], refused.ConnAck.Body);
        Assert.Equal(2, broker.Status.Figures.Clients);
    }

    [Fact]
    public async Task ProtocolLevel_Unknown_IsRefusedAsUnacceptable()
    {
        await using var broker = await RunningBroker.StartAsync();

        await using var client = await broker.ConnectAsync(new RawConnect { Level = 6 });

        Assert.Equal([0, 1], client.ConnAck.Body);
    }

    [Fact]
    public async Task Qos2_Repeated_IsDeliveredOnce()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var subscriber = await broker.ConnectAsync(new RawConnect { ClientId = "subscriber" });
        await subscriber.SubscribeAsync(("a", 0));
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher", Level = 4 });

        await publisher.SendAsync(publisher.Publish("a", "once", 2, 7));
        await publisher.ExpectAsync(5);
        await publisher.SendAsync(publisher.Publish("a", "once", 2, 7, dup: true));
        await publisher.ExpectAsync(5);
        await publisher.SendAsync(0x62, 0, 7);
        await publisher.ExpectAsync(7);
        await publisher.SendAsync(publisher.Publish("a", "twice", 2, 7));
        await publisher.ExpectAsync(5);

        Assert.Equal("once", (await subscriber.ExpectMessageAsync()).Payload);
        Assert.Equal("twice", (await subscriber.ExpectMessageAsync()).Payload);
        await subscriber.ExpectNothingAsync();
    }

    [Fact]
    public async Task Publish_MarkedAsRepeated_IsForwardedUnmarked()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync();
        await client.SubscribeAsync(("a", 0));

        await client.SendAsync(client.Publish("a", "x", 1, 3, dup: true));

        var packets = new[] { await client.ReadAsync(), await client.ReadAsync() };
        var message = client.Message(packets.Single(packet => packet!.Type == 3)!);
        Assert.Equal(("x", 0, false), (message.Payload, message.Qos, message.Dup));
    }

    [Fact]
    public async Task Subscribe_FiltersOfMixedQos_AreAnsweredInTheirOrder()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync();

        Assert.Equal([0, 2, 0x8F, 1, 0], await client.SubscribeAsync(("a", 0), ("b", 2), ("b/#/c", 1), ("c", 1), ("d", 0)));
    }

    [Fact]
    public async Task Client_ReceiveMaximum_IsKeptAndAliasesAreUsed()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync(new RawConnect { Properties = [0x21, 0, 2, 0x22, 0, 1] });
        await client.SubscribeAsync(("a", 2));
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher" });
        for (var i = 0; i < 5; i++)
        {
            await publisher.PublishAsync("a", $"{i}", 2);
        }

        var first = await client.ExpectMessageAsync();
        var second = await client.ExpectMessageAsync();
        await client.ExpectNothingAsync();
        await client.AcknowledgeAsync(first);
        await client.ExpectAsync(6);
        await client.ExpectNothingAsync();
        await client.SendAsync(0x70, (byte)(first.Identifier >> 8), (byte)first.Identifier);
        var third = await client.ExpectMessageAsync();

        Assert.Equal([("a", "0"), ("", "1"), ("", "2")], new[] { first, second, third }.Select(message => (message.Topic, message.Payload)));
        Assert.All(new[] { first, second, third }, message => Assert.Equal([0x23, 0, 1], message.Properties));
    }

    [Fact]
    public async Task Client_MaximumPacketSize_IsKept()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync(new RawConnect { Properties = [0x27, 0, 0, 0, 100] });
        await client.SubscribeAsync(("a", 1));
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher" });
        await publisher.PublishAsync("a", new string('x', 200));
        await publisher.PublishAsync("a", "short");

        Assert.Equal("short", (await client.ExpectMessageAsync()).Payload);
        Assert.Equal(1, broker.Status.Figures.Dropped);
    }

    [Theory]
    [InlineData(0, 0x94)]
    [InlineData(65, 0x94)]
    [InlineData(3, 0x82)]
    public async Task TopicAlias_WithoutMeaning_EndsItsClient(byte alias, int reason)
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync();

        await client.SendAsync(client.Publish(alias == 3 ? "" : "a", "x", 1, 1, properties: [0x23, 0, alias]));

        Assert.Equal(reason, await client.ExpectEndAsync());
    }

    [Fact]
    public async Task SharedSubscription_EachMessageGoesToOneMember()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var first = await broker.ConnectAsync(new RawConnect { ClientId = "first" });
        await using var second = await broker.ConnectAsync(new RawConnect { ClientId = "second" });
        Assert.Equal([1, 1], await first.SubscribeAsync(("$share/g/a/+", 1), ("b", 1)));
        Assert.Equal([1], await second.SubscribeAsync(("$share/g/a/+", 1)));
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher" });
        for (var i = 0; i < 4; i++)
        {
            await publisher.PublishAsync("a/x", $"{i}");
        }

        await publisher.PublishAsync("b", "own");
        List<string> atFirst = [(await first.ExpectMessageAsync()).Payload, (await first.ExpectMessageAsync()).Payload, (await first.ExpectMessageAsync()).Payload];
        List<string> atSecond = [(await second.ExpectMessageAsync()).Payload, (await second.ExpectMessageAsync()).Payload];

        Assert.Equal(["0", "1", "2", "3", "own"], atFirst.Concat(atSecond).Order());
        Assert.Equal(0, await second.UnsubscribeAsync("$share/g/a/+"));
        await publisher.PublishAsync("a/x", "last");
        Assert.Equal("last", (await first.ExpectMessageAsync()).Payload);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 0x87)]
    public async Task DollarTopics_AreNobodysToPublish(byte level, int reason)
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync(new RawConnect { Level = level });
        await client.SubscribeAsync(("$SYS/#", 1));

        Assert.Equal(reason, await client.PublishAsync("$SYS/x", "1"));
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task KeepAlive_NothingComes_EndsTheClientAndPublishesItsWill()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var watcher = await broker.ConnectAsync(new RawConnect { ClientId = "watcher" });
        await watcher.SubscribeAsync(("will", 0));
        await using var silent = await broker.ConnectAsync(new RawConnect { Level = 4, KeepAlive = 1, Will = ("will", "gone", false) });
        await using var asks = await broker.ConnectAsync(new RawConnect { ClientId = "asks", KeepAlive = 600 });

        Assert.Equal("gone", (await watcher.ExpectMessageAsync()).Payload);
        Assert.Null(await silent.ReadAsync());
        Assert.Contains(Convert.ToHexString([ServerKeepAlive, 0, 60]), Convert.ToHexString(asks.ConnAck.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnect_WithWill_PublishesIt()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var watcher = await broker.ConnectAsync(new RawConnect { ClientId = "watcher" });
        await watcher.SubscribeAsync(("will/+", 0));
        await using var leaves = await broker.ConnectAsync(new RawConnect { ClientId = "leaves", Will = ("will/no", "x", false) });
        await leaves.SendAsync(0xE0, 0);
        await leaves.ExpectEndAsync();
        await using var asks = await broker.ConnectAsync(new RawConnect { ClientId = "asks", Will = ("will/yes", "x", false) });
        await asks.SendAsync(0xE0, 4);

        Assert.Equal("will/yes", (await watcher.ExpectMessageAsync()).Topic);
    }

    [Fact]
    public async Task Expiry_OfAMessageThatWaits_IsEnforcedAndWhatIsLeftIsTold()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync(new RawConnect { Properties = [0x21, 0, 1] });
        await client.SubscribeAsync(("a", 1));
        await using var publisher = await broker.ConnectAsync(new RawConnect { ClientId = "publisher" });
        await publisher.PublishAsync("a", "first");
        await publisher.PublishAsync("a", "expires", properties: [2, 0, 0, 0, 1]);
        await publisher.PublishAsync("a", "lasts", properties: [2, 0, 0, 0, 100]);

        var first = await client.ExpectMessageAsync();
        await Eventually.TrueAsync(() => broker.Status.Figures.Dropped == 1 || broker.Status.Figures.QueuedMessages == 1, "the expired message left the queue");
        await client.AcknowledgeAsync(first);
        var second = await client.ExpectMessageAsync();

        Assert.Equal("lasts", second.Payload);
        Assert.Equal(2, second.Properties[0]);
        Assert.InRange(second.Properties[4], 90, 99);
    }
}
