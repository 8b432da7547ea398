using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>What a broker lets one client, or many, take: before it knows them, and after.</summary>
public sealed class BrokerBoundsTests
{
    [Fact]
    public async Task Connect_LongerThanItsBound_IsClosedBeforeItsBodyIsRead()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await RawMqtt.OpenAsync(broker.Port);

        // 100 MiB announced, none of it sent: the header is enough.
        await client.SendAsync(new byte[] { 0x10, 0x80, 0x80, 0x80, 0x32 });

        Assert.Equal(-1, await client.ExpectEndAsync());
        Assert.Contains(broker.Status.Incidents, incident => incident.Reason.Contains("65536 are allowed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_NotCompleteInTime_IsClosed()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(300) });
        await using var silent = await RawMqtt.OpenAsync(broker.Port);
        await using var slow = await RawMqtt.OpenAsync(broker.Port);
        await slow.SendAsync(new byte[] { 0x10, 40, 0, 4 });

        Assert.Null(await silent.ReadAsync());
        Assert.Null(await slow.ReadAsync());
        await Eventually.TrueAsync(() => broker.Status.Figures.Clients == 0, "nobody connected");
    }

    [Fact]
    public async Task Client_ClosesInTheMiddleOfAPacket_LeavesNothingBehind()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var client = await broker.ConnectAsync();
        await client.SendAsync(new byte[] { 0x30, 100, 0, 4 });
        client.ShutdownSend();

        Assert.Equal(-1, await client.ExpectEndAsync());
        await Eventually.TrueAsync(() => broker.Status.Figures.Clients == 0, "the client is gone");
    }

    [Fact]
    public async Task Packet_LongerThanTheBound_EndsItsClientWithPacketTooLarge()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { MaxPacketBytes = 2000 });
        await using var client = await broker.ConnectAsync();

        await client.SendAsync(client.Publish("a", new string('x', 3000), 0));

        Assert.Equal(0x95, await client.ExpectEndAsync());
    }

    [Fact]
    public async Task Client_MoreUnacknowledgedThanTold_EndsWithReceiveMaximumExceeded()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { MaxInFlight = 5 });
        await using var client = await broker.ConnectAsync();
        for (ushort i = 1; i <= 6; i++)
        {
            await client.SendAsync(client.Publish("a", "x", 2, i));
        }

        Assert.Equal(0x93, await client.ExpectEndAsync());
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreRefusedInTheFormOfTheirVersion()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { MaxConnections = 1 });
        await using var first = await broker.ConnectAsync(new RawConnect { ClientId = "first" });

        await using var five = await broker.ConnectAsync(new RawConnect { ClientId = "second" });
        await using var three = await broker.ConnectAsync(new RawConnect { ClientId = "third", Level = 4 });

        Assert.Equal(0x97, five.ConnAck.Body[1]);
        Assert.Equal(3, three.ConnAck.Body[1]);
        await first.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscriptions_BeyondTheLimits_AreRefused()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { MaxSubscriptions = 2, MaxSubscribedSessions = 1 });
        await using var first = await broker.ConnectAsync(new RawConnect { ClientId = "first" });
        await using var second = await broker.ConnectAsync(new RawConnect { ClientId = "second", Level = 4 });

        Assert.Equal([0, 1, 0x97], await first.SubscribeAsync(("a", 0), ("b", 1), ("c", 0)));
        Assert.Equal([0x80], await second.SubscribeAsync(("a", 0)));
        Assert.Equal(0, await first.UnsubscribeAsync("a"));
        Assert.Equal([2], await first.SubscribeAsync(("c", 2)));
        await first.DisposeAsync();
        await Eventually.TrueAsync(() => broker.Status.Figures.Clients == 1, "the first client is gone");
        Assert.Equal([0], await second.SubscribeAsync(("a", 0)));
    }

    [Fact]
    public async Task Garbage_OfManyKinds_EndsItsConnectionAlone()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var bystander = await broker.ConnectAsync(new RawConnect { ClientId = "bystander" });
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            await using var client = i % 2 == 0 ? await RawMqtt.OpenAsync(broker.Port) : await broker.ConnectAsync(new RawConnect { Level = i % 4 == 1 ? (byte)4 : (byte)5 });
            var bytes = new byte[random.Next(2, 60)];
            random.NextBytes(bytes);
            await client.SendAsync(bytes);
            client.ShutdownSend();
            await client.ExpectEndAsync();
        }

        await bystander.ExpectNothingAsync();
        await Eventually.TrueAsync(() => broker.Status.Figures.Clients == 1, "only the bystander is left");
    }
}
