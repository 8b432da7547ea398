using Twins.Protocols.Mqtt;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>Against Debian's mosquitto, in 5.0.</summary>
public sealed class Mosquitto500Tests : BrokenConnectionTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V500;

    /// <summary>Version 2.0.11 answers one PUBACK with two further messages, and so exceeds a receive maximum of 2.</summary>
    private protected override bool KeepsReceiveMaximum => false;

    [Fact]
    public async Task Properties_ArriveAsTheyWerePublished()
    {
        var (client, receiver) = await ConnectAsync("both");
        await client.SubscribeAsync([new MqttSubscription("a", Qos1)], identifier: 5).InTime();
        var message = Text("a", "1", Qos1) with
        {
            IsUtf8Payload = true, ContentType = "text/plain", ResponseTopic = "answers", CorrelationData = new byte[] { 1, 0, 2 },
            MessageExpiry = TimeSpan.FromMinutes(5), UserProperties = [new("site", "a"), new("site", "b")],
        };
        await client.PublishAsync(message).InTime();
        var received = (await receiver.NextAsync()).Message;

        Assert.Equal((true, "text/plain", "answers"), (received.IsUtf8Payload, received.ContentType, received.ResponseTopic));
        Assert.Equal(message.CorrelationData.Value.ToArray(), received.CorrelationData!.Value.ToArray());
        Assert.InRange(received.MessageExpiry!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Assert.Equal(message.UserProperties, received.UserProperties);
    }

    [Fact]
    public async Task Aliases_OfManyTopics_KeepThemApart()
    {
        var (subscriber, receiver) = await ConnectAsync("subscriber", options => options with { TopicAliasMaximum = 10 });
        await subscriber.SubscribeAsync("t/#", Qos1).InTime();
        var (publisher, _) = await ConnectAsync("publisher");
        var topics = Enumerable.Range(0, 300).Select(number => $"t/{number * 7 % 25}").ToList();
        await Task.WhenAll(topics.Select(topic => publisher.PublishAsync(Text(topic, topic, Qos1)))).InTime();
        var received = await receiver.NextAsync(topics.Count);

        Assert.True(publisher.Grant!.TopicAliasMaximum > 0);
        Assert.Equal(topics, received.Select(message => message.Topic));
        Assert.All(received, message => Assert.Equal(message.Topic, message.Text));
    }

    [Fact]
    public async Task NoLocal_LeavesOutTheOwnMessages()
    {
        var (client, receiver) = await ConnectAsync("own");
        await client.SubscribeAsync([new MqttSubscription("a", Qos1) { NoLocal = true }]).InTime();
        var (other, _) = await ConnectAsync("other");
        await client.PublishAsync(Text("a", "own", Qos1)).InTime();
        await other.PublishAsync(Text("a", "other", Qos1)).InTime();

        Assert.Equal("other", (await receiver.NextAsync()).Text);
    }

    [Fact]
    public async Task WillDelay_LetsTheClientComeBackFirst()
    {
        var (watcher, receiver) = await ConnectAsync("watcher");
        await watcher.SubscribeAsync("status/#", Qos1).InTime();
        await using var way = new ConnectionCutter(Port, seed: 1, cuts: 0);
        var (back, _) = await ConnectAsync("back", options => WithWill(options, way.Port, TimeSpan.FromHours(1)));
        way.CutNow();
        await Twins.Testing.Time.Eventually.TrueAsync(() => back.Figures.ConnectionsAccepted == 2, "the client comes back");
        await back.PublishAsync(Text("status/back", "online", Qos1)).InTime();
        Assert.Equal("online", (await receiver.NextAsync()).Text);
        await ConnectAsync("gone", options => WithWill(options, way.Port, TimeSpan.FromSeconds(1)) with { ReconnectDelay = TimeSpan.FromMinutes(5), MaxReconnectDelay = TimeSpan.FromMinutes(5) });
        way.CutNow();

        Assert.Equal(("status/gone", "lost"), await receiver.NextAsync() is var will ? (will.Topic, will.Text) : default);
    }

    private protected override async Task<IMqttPeer> StartPeerAsync() => await MosquittoBroker.StartAsync();

    private static MqttClientOptions WithWill(MqttClientOptions options, int port, TimeSpan delay) => options with
    {
        Port = port,
        SessionExpiry = TimeSpan.FromHours(2),
        Will = new MqttWill(Text($"status/{options.ClientId}", "lost", Qos1), delay),
    };
}
