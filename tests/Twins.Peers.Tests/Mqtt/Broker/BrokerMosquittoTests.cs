using System.Globalization;
using Twins.Testing.Peers;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>The broker with mosquitto's clients and its bridge.</summary>
public sealed class BrokerMosquittoTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twins-bridge");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("mqttv31")]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task PubAndSub_WithoutClientId_EveryQos(string version)
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var sub = Start("mosquitto_sub", broker.Port, "-V", version, "-t", "a/#", "-q", "2", "-C", "3", "-F", "got %t %q %p");
        await Eventually.TrueAsync(() => broker.Status.Figures.Subscriptions == 1, "the subscriber is there");
        foreach (var qos in new[] { "0", "1", "2" })
        {
            var result = await PeerProcess.RunAsync(Program("mosquitto_pub"), "-p", Text(broker.Port), "-V", version, "-t", "a/" + qos, "-q", qos, "-m", "x" + qos);
            Assert.True(result.ExitCode == 0, result.Output);
        }

        Assert.Equal(0, await sub.WaitForExitAsync());
        await Eventually.TrueAsync(() => sub.Output == "got a/0 0 x0\ngot a/1 1 x1\ngot a/2 2 x2", "every message came, in the order of its QoS");
    }

    [Fact]
    public async Task Request_IsAnswered()
    {
        await using var broker = await RunningBroker.StartAsync();
        await using var device = await broker.ConnectAsync();
        await device.SubscribeAsync(("ask", 1));
        await using var request = Start("mosquitto_rr", broker.Port, "-t", "ask", "-e", "answer", "-m", "7", "-q", "1");

        var asked = await device.ExpectMessageAsync();
        Assert.Contains(Convert.ToHexString(RawMqtt.Text("answer")), Convert.ToHexString(asked.Properties), StringComparison.Ordinal);
        await device.PublishAsync("answer", "42", 0);

        Assert.Equal(0, await request.WaitForExitAsync());
        Assert.Contains("42", request.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriber_Stopped_GetsNoSetpointAfterItsExpiry()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to stop a process with");
        await using var broker = await RunningBroker.StartAsync(options => options with { StalledAfter = TimeSpan.Zero });
        await using var device = Start("mosquitto_sub", broker.Port, "-V", "mqttv5", "-t", "ess/#", "-q", "1", "-F", "got %t %p", "-k", "600");
        await Eventually.TrueAsync(() => broker.Status.Figures.Subscriptions == 1, "the subscriber is there");
        await SignalAsync("STOP", device.Id);
        await using var ems = await broker.ConnectAsync(new RawConnect { ClientId = "ems" });

        // That a device is stopped shows when it acknowledges nothing: then what must not come late waits.
        await ems.PublishAsync("ess/hello", "1");
        await Eventually.TrueAsync(() => broker.Status.Figures.Sent >= 1, "the first message is under way");
        await ems.PublishAsync("ess/set", "-20", properties: [2, 0, 0, 0, 1]);
        await Eventually.TrueAsync(() => broker.Status.Figures.Dropped == 1, "the setpoint expired in the queue");
        await SignalAsync("CONT", device.Id);
        await ems.PublishAsync("ess/last", "2");

        await device.WaitForLineAsync("got ess/last");
        Assert.DoesNotContain("ess/set", device.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bridge_protocol_version mqttv50")]
    [InlineData("try_private false")]
    public async Task Bridge_WithItsDefaults_ConnectsAndLoopsNothing(string setting)
    {
        await using var broker = await RunningBroker.StartAsync();
        var port = PeerProgram.FreePort();
        var config = Path.Combine(_folder.FullName, "bridge.conf");
        await File.WriteAllTextAsync(config, $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            connection site
            address 127.0.0.1:{broker.Port}
            topic # both 1
            {setting}
            """);
        await using var mosquitto = PeerProcess.Start(Program("mosquitto"), "-c", config);
        await mosquitto.WaitForPortAsync(port);
        await Eventually.TrueAsync(() => broker.Status.Figures is { Clients: 1, Subscriptions: >= 1 }, "the bridge is there");
        await using var here = await broker.ConnectAsync(new RawConnect { ClientId = "here" });
        await using var there = await RawMqtt.ConnectAsync(port, new RawConnect { ClientId = "there" });
        await here.SubscribeAsync(("#", 1));
        await there.SubscribeAsync(("#", 1));

        await here.PublishAsync("from/here", "1", 1);
        Assert.Equal("from/here", (await there.ExpectMessageAsync()).Topic);
        await there.PublishAsync("from/there", "2", 1);
        Assert.Equal("from/there", (await here.ExpectMessageAsync()).Topic == "from/here" ? (await here.ExpectMessageAsync()).Topic : "from/there");
        await here.PublishAsync("end", "3", 1);
        var atThere = new List<string>();
        for (var topic = ""; topic != "end"; atThere.Add(topic))
        {
            topic = (await there.ExpectMessageAsync()).Topic;
        }

        // mosquitto takes back what a bridge brought unless the broker knows it for one; nothing goes round.
        Assert.InRange(atThere.Count(topic => topic == "from/there"), 1, setting.Length == 0 ? 1 : 2);
        Assert.DoesNotContain("from/here", atThere);
        Assert.InRange(broker.Status.Figures.Received, 3, 8);
        Assert.Equal(0, broker.Status.Figures.RetainedMessages);
    }

    private static string Program(string name)
    {
        var program = PeerProgram.Find(name);
        Assert.SkipUnless(program is not null, $"{name} is not installed");
        return program;
    }

    private static PeerProcess Start(string name, int port, params IEnumerable<string> arguments) => PeerProcess.Start(Program(name), ["-p", Text(port), .. arguments]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task SignalAsync(string signal, int process)
    {
        var result = await PeerProcess.RunAsync("/bin/sh", "-c", $"kill -{signal} {process}");
        Assert.True(result.ExitCode == 0, result.Output);
    }
}
