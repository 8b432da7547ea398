using System.Globalization;
using Twins.Protocols.Mqtt;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Peers;

/// <summary>Our broker with mosquitto_pub, mosquitto_sub and mosquitto_rr.</summary>
public sealed class MosquittoClientTests
{
    [Theory]
    [InlineData("311", "0")]
    [InlineData("311", "1")]
    [InlineData("311", "2")]
    [InlineData("5", "0")]
    [InlineData("5", "1")]
    [InlineData("5", "2")]
    public async Task Messages_OfEachQuality_ArriveInOrder(string version, string quality)
    {
        await using var clients = await MosquittoClients.StartAsync();
        var subscriber = await clients.SubscribeAsync("-V", version, "-q", quality, "-t", "site/+/power", "-F", "%t %q %p", "-C", "3");

        foreach (var value in (string[])["1", "-2.5", "grün"])
        {
            Assert.Equal(0, (await clients.PublishAsync("-V", version, "-q", quality, "-t", "site/bess/power", "-m", value)).ExitCode);
        }

        Assert.Equal(
            [$"site/bess/power {quality} 1", $"site/bess/power {quality} -2.5", $"site/bess/power {quality} grün"],
            await MosquittoClients.LinesAsync(subscriber));
    }

    [Fact]
    public async Task Retained_IsSentToWhoComesLater_UntilItIsCleared()
    {
        await using var clients = await MosquittoClients.StartAsync();
        await clients.PublishAsync("-r", "-q", "1", "-t", "site/mode", "-m", "islanded");

        var late = clients.StartSubscriber("-t", "site/#", "-F", "%r %p", "-C", "1");
        Assert.Equal(["1 islanded"], await MosquittoClients.LinesAsync(late));
        await clients.PublishAsync("-r", "-n", "-q", "1", "-t", "site/mode");

        Assert.Equal(0, clients.Broker.Figures.RetainedMessages);
    }

    [Theory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task Will_OfAClientThatDies_IsPublished(string version)
    {
        await using var clients = await MosquittoClients.StartAsync();
        var watcher = await clients.SubscribeAsync("-t", "status/+", "-F", "%t %p", "-C", "1");
        var dying = await clients.SubscribeAsync(
            "-V", version, "-t", "x", "--will-topic", "status/meter", "--will-payload", "lost", "--will-qos", "1");

        await clients.KillAsync(dying);

        Assert.Equal(["status/meter lost"], await MosquittoClients.LinesAsync(watcher));
    }

    [Fact]
    public async Task WillWithDelay_OfAClientThatComesBackInTime_IsNotPublished()
    {
        await using var clients = await MosquittoClients.StartAsync();
        var watcher = await clients.SubscribeAsync("-t", "status/+", "-F", "%p", "-C", "1");
        string[] meter =
        [
            "-V", "5", "-i", "meter", "-c", "-x", "60", "-q", "1", "-t", "x", "--will-topic", "status/meter", "--will-payload", "lost",
            "-D", "will", "will-delay-interval", "1",
        ];
        var first = await clients.SubscribeAsync(meter);
        await clients.KillAsync(first);
        var second = clients.StartSubscriber(meter);
        await Eventually.TrueAsync(() => clients.Broker.Figures.Connections == 2, "the meter comes back");
        Assert.Equal(0, clients.Broker.Figures.WillsPublished);

        await clients.KillAsync(second);

        Assert.Equal(["lost"], await MosquittoClients.LinesAsync(watcher));
        Assert.Equal(1, clients.Broker.Figures.WillsPublished);
    }

    [Fact]
    public async Task SharedSubscription_EachMessageGoesToOneMember()
    {
        await using var clients = await MosquittoClients.StartAsync();
        var first = await clients.SubscribeAsync("-V", "5", "-q", "1", "-t", "$share/ems/a/#", "-F", "%p");
        var second = await clients.SubscribeAsync("-V", "5", "-q", "1", "-t", "$share/ems/a/#", "-F", "%p");
        for (var number = 0; number < 20; number++)
        {
            await clients.PublishAsync("-q", "1", "-t", "a/b", "-m", number.ToString(CultureInfo.InvariantCulture));
        }

        await Eventually.TrueAsync(() => Numbers().Count >= 20, "all messages arrive");
        Assert.Equal(Enumerable.Range(0, 20), Numbers().Order());
        Assert.NotEqual("", first.Output);
        Assert.NotEqual("", second.Output);

        List<int> Numbers() =>
            [.. $"{first.Output}\n{second.Output}".Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
    }

    [Theory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task Session_OfASubscriberThatWasKilled_GetsWhatItMissed(string version)
    {
        await using var clients = await MosquittoClients.StartAsync();
        string[] session = version == "5" ? ["-V", "5", "-x", "600"] : ["-V", "311"];
        string[] historian = [.. session, "-c", "-i", "historian", "-q", "2", "-t", "a/#", "-F", "%p"];
        await clients.KillAsync(await clients.SubscribeAsync(historian));
        foreach (var value in (string[])["1", "2", "3"])
        {
            await clients.PublishAsync("-V", version, "-q", "2", "-t", "a/b", "-m", value);
        }

        var back = clients.StartSubscriber([.. historian, "-C", "3"]);

        Assert.Equal(["1", "2", "3"], await MosquittoClients.LinesAsync(back));
    }

    [Fact]
    public async Task RequestAndResponse_ThroughMosquittoRr()
    {
        await using var clients = await MosquittoClients.StartAsync();
        var responder = new RecordingResponder(clients.Broker.Endpoints[0].Port);
        await using (responder)
        {
            await responder.StartAsync("devices/bess/get");

            var answer = await clients.RunAsync(
                "mosquitto_rr", "-V", "5", "-t", "devices/bess/get", "-e", "answers/rr", "-m", "soc", "-D", "publish", "correlation-data", "42");

            Assert.Equal("soc of 42", answer.Output.Trim());
        }
    }

    [Fact]
    public async Task MessageExpiry_WhileTheSubscriberWasAway_ItIsNotSent()
    {
        await using var clients = await MosquittoClients.StartAsync();
        string[] historian = ["-V", "5", "-x", "600", "-c", "-i", "historian", "-q", "1", "-t", "a", "-F", "%p"];
        await clients.KillAsync(await clients.SubscribeAsync(historian));
        await clients.PublishAsync("-V", "5", "-q", "1", "-t", "a", "-m", "brief", "-D", "publish", "message-expiry-interval", "1");
        await clients.PublishAsync("-V", "5", "-q", "1", "-t", "a", "-m", "lasting", "-D", "publish", "message-expiry-interval", "600");
        var published = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(published) > TimeSpan.FromSeconds(1.1), "the brief message expires");

        var back = clients.StartSubscriber([.. historian, "-C", "1"]);

        Assert.Equal(["lasting"], await MosquittoClients.LinesAsync(back));
    }

    [Fact]
    public async Task OversizedMessage_ClosesThatClientAndIsExplained()
    {
        await using var clients = await MosquittoClients.StartAsync(new MqttBrokerOptions { MaxPacketSize = 1000 });
        var other = await clients.SubscribeAsync("-t", "small", "-C", "1");

        await clients.PublishAsync("-V", "311", "-q", "1", "-i", "greedy", "-t", "large", "-m", new string('x', 2000));
        await clients.PublishAsync("-q", "1", "-t", "small", "-m", "fits");

        Assert.Equal(["fits"], await MosquittoClients.LinesAsync(other));
        var incident = Assert.Single(clients.Broker.Diagnostics, known => known.ClientId == "greedy");
        Assert.Equal(MqttReasonCode.PacketTooLarge, incident.ReasonCode);
        Assert.Contains("1000", incident.Message, StringComparison.Ordinal);
    }
}
