using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>Our link through a broker of another hand; the same for each.</summary>
public abstract class PeerLinkTests : IAsyncLifetime
{
    private readonly List<OpenedLink> _links = [];
    private IMqttPeer? _peer;

    private protected abstract MqttProtocolVersion Version { get; }

    /// <summary>The highest quality of service of the broker.</summary>
    private protected virtual MqttQualityOfServiceLevel Highest => MqttQualityOfServiceLevel.ExactlyOnce;

    private protected int Port => _peer!.Port;

    public async ValueTask InitializeAsync() => _peer = await StartPeerAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (OpenedLink link in _links)
        {
            await link.DisposeAsync();
        }

        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce)]
    [InlineData(MqttQualityOfServiceLevel.ExactlyOnce)]
    public async Task Publish_500AtOnce_EachArrivesOnce(MqttQualityOfServiceLevel quality)
    {
        Assert.SkipWhen(quality > Highest, $"{GetType().Name}: the broker has no QoS {(int)quality}");
        const int Count = 500;
        OpenedLink subscriber = await ConnectAsync("subscriber", ["site/+/power"]);
        OpenedLink publisher = await ConnectAsync("publisher");
        List<Task<MqttPublished>> published = [.. Enumerable.Range(0, Count).Select(number => publisher.PublishAsync("site/meter/power", $"{number}", quality))];
        MqttPublished[] results = await Task.WhenAll(published).WaitAsync(Patience.Usual);
        List<MqttArrived> received = await subscriber.NextAsync(Count);

        Assert.All(results, result => Assert.Equal(PublishProgress.Accepted, result.Progress));
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"{number}").Order(), received.Select(OpenedLink.TextOf).Order());
        Assert.All(received, message => Assert.Equal(quality, message.Message.QualityOfServiceLevel));
    }

    [Fact]
    public async Task Retained_IsGivenToALaterSubscriber_AndMarked()
    {
        OpenedLink publisher = await ConnectAsync("publisher");
        await publisher.PublishAsync("site/state", "islanded", retain: true);
        OpenedLink subscriber = await ConnectAsync("subscriber", ["site/state"]);
        MqttArrived kept = await subscriber.NextAsync();
        await publisher.PublishAsync("site/state", "connected", retain: true);
        MqttArrived live = await subscriber.NextAsync();

        Assert.Equal(("islanded", true), (OpenedLink.TextOf(kept), kept.Message.Retain));
        Assert.Equal(("connected", false), (OpenedLink.TextOf(live), live.Message.Retain));
    }

    [Fact]
    public async Task Session_KeepsMessagesWhileTheLinkIsAway()
    {
        OpenedLink subscriber = await ConnectAsync("gateway", ["a"], KeepSession);
        await subscriber.DisposeAsync();
        OpenedLink publisher = await ConnectAsync("publisher");
        for (int number = 0; number < 10; number++)
        {
            await publisher.PublishAsync("a", $"{number}");
        }

        OpenedLink again = await ConnectAsync("gateway", ["a"], KeepSession);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"{number}"), (await again.NextAsync(10)).Select(OpenedLink.TextOf));
    }

    [Fact]
    public async Task Connection_ThatIsCut_IsOpenedAgainAndSubscribed()
    {
        await using var way = new ConnectionCutter(Port, seed: 1, cuts: 0);
        await using var subscriber = new OpenedLink(way.Port, Version, "subscriber", ["a"]);
        await subscriber.ConnectedAsync();
        way.CutNow();
        await subscriber.ConnectedAsync(times: 2);
        OpenedLink publisher = await ConnectAsync("publisher");
        await publisher.PublishAsync("a", "after");

        Assert.Equal("after", OpenedLink.TextOf(await subscriber.NextAsync()));
    }

    [Fact]
    public async Task Message_ThatWasNotApplied_IsDeliveredAgainOverTheNextConnection()
    {
        await using var way = new ConnectionCutter(Port, seed: 1, cuts: 0);
        await using var subscriber = new OpenedLink(way.Port, Version, "gateway", ["a"], KeepSession, settles: false);
        await subscriber.ConnectedAsync();
        OpenedLink publisher = await ConnectAsync("publisher");
        await publisher.PublishAsync("a", "once");
        MqttArrived first = await subscriber.NextAsync();
        way.CutNow();
        await subscriber.ConnectedAsync(times: 2);
        MqttArrived second = await subscriber.NextAsync();

        // Too late: this must not acknowledge anything on the connection of today.
        first.Settle();
        await publisher.PublishAsync("a", "twice");
        MqttArrived third = await subscriber.NextAsync();

        Assert.Equal(["once", "once", "twice"], new[] { first, second, third }.Select(OpenedLink.TextOf));
        Assert.Equal(2, subscriber.Link.Unacknowledged);
    }

    private protected static void KeepSession(MQTTnet.MqttClientOptions options)
    {
        options.CleanSession = false;
        options.SessionExpiryInterval = 3600;
    }

    private protected abstract Task<IMqttPeer> StartPeerAsync();

    private protected async Task<OpenedLink> ConnectAsync(string clientId, string[]? topics = null, Action<MQTTnet.MqttClientOptions>? change = null)
    {
        OpenedLink link = await OpenedLink.ConnectAsync(Port, Version, clientId, topics, change);
        _links.Add(link);
        return link;
    }
}

/// <summary>Debian's mosquitto, in 3.1.1.</summary>
public sealed class Mosquitto311LinkTests : PeerLinkTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V311;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await MosquittoBroker.StartAsync();
}

/// <summary>Debian's mosquitto, in 5.0.</summary>
public sealed class Mosquitto500LinkTests : PeerLinkTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V500;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await MosquittoBroker.StartAsync();
}

/// <summary>The npm package aedes, which speaks 3.1.1.</summary>
public sealed class AedesLinkTests : PeerLinkTests
{
    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V311;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await AedesBroker.StartAsync();
}

/// <summary>Debian's nats-server, which speaks 3.1.1 without QoS 2.</summary>
public sealed class NatsLinkTests : PeerLinkTests
{
    private protected override MqttQualityOfServiceLevel Highest => MqttQualityOfServiceLevel.AtLeastOnce;

    private protected override MqttProtocolVersion Version => MqttProtocolVersion.V311;

    private protected override async Task<IMqttPeer> StartPeerAsync() => await NatsBroker.StartAsync();
}
