using System.Globalization;
using System.Text.Json.Nodes;
using Twins.Testing.Peers;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>The broker with MQTT.js and Eclipse Paho.</summary>
public sealed class BrokerPeerTests
{
    [Theory]
    [InlineData("4")]
    [InlineData("5")]
    public async Task MqttJs_EveryQualityRetainedLargeAndWill(string version)
    {
        await using var broker = await RunningBroker.StartAsync();

        await TestMqttJsAsync(string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{broker.Port}"), version);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("5")]
    public async Task Paho_EveryQualityBothWaysLosesNothing(string version)
    {
        var python = PeerProgram.Find("/usr/bin/python3");
        Assert.SkipUnless(python is not null, "Debian's python3 is not installed");
        var probe = await PeerProcess.RunAsync(python, "-c", "import paho.mqtt.client");
        Assert.SkipUnless(probe.ExitCode == 0, "python3-paho-mqtt is not installed");
        await using var broker = await RunningBroker.StartAsync();

        var result = await PeerProcess.RunAsync(python, "paho_mqtt_battery.py", broker.Port.ToString(CultureInfo.InvariantCulture), version);

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Equal("0: 500 in order, 1: 500 in order, 2: 500 in order", result.Output);
        Assert.Equal(0, broker.Status.Figures.Dropped);
    }

    internal static async Task TestMqttJsAsync(string url, string version)
    {
        var node = PeerProgram.Find("node");
        Assert.SkipUnless(node is not null, "node is not installed");
        Assert.SkipUnless(Directory.Exists(Path.Combine(PeerProgram.Folder, "node_modules/mqtt")), "the npm package mqtt is not installed in tests/peers");

        var result = await PeerProcess.RunAsync(node, "mqtt_js_client.js", url, version);

        Assert.True(result.ExitCode == 0, result.Output);
        var seen = JsonNode.Parse(result.Output)!;
        Assert.Equal([2], seen["granted"]!.AsArray().Select(qos => (int)qos!));
        Assert.Equal("lost", (string?)seen["will"]);
        var received = seen["received"]!.AsArray();
        Assert.Equal(
            ["js/0 of 0 0 False", "js/1 of 1 1 False", "js/2 of 2 2 False", "js/large  2 False", "js/last  2 False", "js/retained kept 1 True"],
            received.Select(message => $"{message!["topic"]} {message["text"]} {message["qos"]} {(bool)message["retain"]!}").Order(StringComparer.Ordinal));
        Assert.Equal(300_000, received.Max(message => (int)message!["size"]!));
    }
}
