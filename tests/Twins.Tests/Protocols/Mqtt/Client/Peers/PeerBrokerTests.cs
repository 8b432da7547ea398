using Twins.Protocols.Mqtt;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>Our client through a broker that nobody here wrote; the same for each.</summary>
public abstract class PeerBrokerTests : IAsyncLifetime
{
    private readonly List<IMqttClient> _clients = [];
    private IMqttPeer? _peer;

    private protected abstract MqttProtocolVersion Version { get; }

    /// <summary>The highest QoS of the broker.</summary>
    private protected virtual MqttQualityOfService Highest => Qos2;

    /// <summary>Whether the broker keeps to the client's receive maximum; one that does not is left, as the standard says.</summary>
    private protected virtual bool KeepsReceiveMaximum => true;

    private protected int Port => _peer!.Port;

    public async ValueTask InitializeAsync() => _peer = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(Qos0)]
    [InlineData(Qos1)]
    [InlineData(Qos2)]
    public async Task Messages_OfEachQuality_ArriveOnceAndInOrder(MqttQualityOfService qualityOfService)
    {
        SkipBeyondHighest(qualityOfService);
        const int Count = 500;
        var (subscriber, receiver) = await ConnectAsync("subscriber");
        await subscriber.SubscribeAsync("site/+/power", qualityOfService).InTime();
        var (publisher, _) = await ConnectAsync("publisher");
        var published = Enumerable.Range(0, Count)
            .Select(number => publisher.PublishAsync(Text("site/meter/power", $"{number}", qualityOfService)))
            .ToList();
        var received = await receiver.NextAsync(Count);
        await Task.WhenAll(published).InTime();

        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"{number}"), received.Select(message => message.Text));
        Assert.All(received, message => Assert.Equal(qualityOfService, message.Message.QualityOfService));
    }

    [Fact]
    public async Task Retained_IsGivenToWhoSubscribesLater_AndMarked()
    {
        var (publisher, _) = await ConnectAsync("publisher");
        await publisher.PublishAsync(Text("site/state", "islanded", Qos1) with { Retain = true }).InTime();
        var (subscriber, receiver) = await ConnectAsync("subscriber");
        await subscriber.SubscribeAsync("site/state", Qos1).InTime();
        var kept = await receiver.NextAsync();
        await publisher.PublishAsync(Text("site/state", "connected", Qos1) with { Retain = true }).InTime();
        var live = await receiver.NextAsync();

        Assert.Equal(("islanded", true), (kept.Text, kept.Message.Retain));
        Assert.Equal(("connected", false), (live.Text, live.Message.Retain));
    }

    [Fact]
    public async Task Will_IsPublishedWhenTheConnectionBreaks_AndNotWhenItIsLeft()
    {
        var (watcher, receiver) = await ConnectAsync("watcher");
        await watcher.SubscribeAsync("status/#", Qos1).InTime();
        var (leaving, _) = await ConnectAsync("leaving", options => options with { Will = new MqttWill(Text("status/leaving", "lost", Qos1)) });
        await leaving.DisconnectAsync().InTime();
        await using var way = new ConnectionCutter(Port, seed: 1, cuts: 0);
        await ConnectAsync("broken", options => options with
        {
            Port = way.Port,
            Will = new MqttWill(Text("status/broken", "lost", Qos1)),
            ReconnectDelay = TimeSpan.FromMinutes(1),
            MaxReconnectDelay = TimeSpan.FromMinutes(1),
        });
        way.CutNow();

        Assert.Equal("status/broken", (await receiver.NextAsync()).Topic);
    }

    [Fact]
    public async Task Session_KeepsMessagesWhileItsClientIsAway()
    {
        var (subscriber, receiver) = await ConnectAsync("subscriber", options => options with { SessionExpiry = TimeSpan.FromHours(1) });
        await subscriber.SubscribeAsync("a", Qos1).InTime();
        await subscriber.DisconnectAsync().InTime();
        var (publisher, _) = await ConnectAsync("publisher");
        for (var number = 0; number < 10; number++)
        {
            await publisher.PublishAsync(Text("a", $"{number}", Qos1)).InTime();
        }

        await subscriber.ConnectAsync().InTime();
        Assert.True(subscriber.Grant!.SessionPresent);
        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"{number}"), (await receiver.NextAsync(10)).Select(message => message.Text));
    }

    [Fact]
    public async Task Acknowledgement_ByHand_IsWhatMakesRoomForMore()
    {
        var maximum = KeepsReceiveMaximum ? 2 : MqttClientOptions.DefaultReceiveMaximum;
        var (subscriber, receiver) = await ConnectAsync("subscriber", options => options with { ManualAcknowledgement = true, ReceiveMaximum = maximum });
        await subscriber.SubscribeAsync("a", Qos1).InTime();
        var (publisher, _) = await ConnectAsync("publisher");
        for (var number = 0; number < 6; number++)
        {
            await publisher.PublishAsync(Text("a", $"{number}", Qos1)).InTime();
        }

        for (var number = 0; number < 6; number++)
        {
            var received = await receiver.NextAsync();
            Assert.Equal($"{number}", received.Text);
            subscriber.Acknowledge(received.Acknowledgement);
        }
    }

    [Fact]
    public async Task Request_IsAnsweredByWhoeverListens()
    {
        var (device, requests) = await ConnectAsync("device");
        await device.SubscribeAsync("device/set", Qos1).InTime();
        requests.OnEach = request => _ = device.PublishAsync(Text("ems/answers", $"{request.Text} done", Qos1));
        var (ems, answers) = await ConnectAsync("ems");
        await ems.SubscribeAsync("ems/answers", Qos1).InTime();
        await ems.PublishAsync(Text("device/set", "100", Qos1)).InTime();

        Assert.Equal("100 done", (await answers.NextAsync()).Text);
    }

    [Fact]
    public async Task Unsubscribe_EndsTheMessages()
    {
        var (client, receiver) = await ConnectAsync("client");
        await client.SubscribeAsync("a", Qos1).InTime();
        await client.UnsubscribeAsync(["a"]).InTime();
        await client.SubscribeAsync("b", Qos1).InTime();
        await client.PublishAsync(Text("a", "unwanted", Qos1)).InTime();
        await client.PublishAsync(Text("b", "wanted", Qos1)).InTime();

        Assert.Equal("wanted", (await receiver.NextAsync()).Text);
    }

    private protected abstract Task<IMqttPeer> StartPeerAsync();

    private protected async Task<(IMqttClient Client, RecordingReceiver Receiver)> ConnectAsync(
        string clientId, Func<MqttClientOptions, MqttClientOptions>? change = null)
    {
        var options = new MqttClientOptions
        {
            Host = "127.0.0.1",
            Port = Port,
            Version = Version,
            ClientId = clientId,
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(50),
        };
        var receiver = new RecordingReceiver();
        var client = MqttClients.Create(change?.Invoke(options) ?? options, receiver);
        _clients.Add(client);
        await client.ConnectAsync().InTime();
        return (client, receiver);
    }

    private protected void SkipBeyondHighest(MqttQualityOfService qualityOfService) =>
        Assert.SkipWhen(qualityOfService > Highest, $"{GetType().Name}: the broker has no QoS {(int)qualityOfService}");

    private async Task<IMqttPeer> StartAsync() => await StartPeerAsync();
}
