using System.Text.Json.Nodes;
using Twins.Testing.Peers;

namespace Twins.Peers.Tests.Mqtt.Peers;

/// <summary>The broker with MQTT.js, over TCP and over WebSocket.</summary>
public sealed class MqttJsTests
{
    [Theory]
    [InlineData("tcp", "4")]
    [InlineData("tcp", "5")]
    [InlineData("ws", "4")]
    [InlineData("ws", "5")]
    public async Task MqttJs_EveryQualityRetainedLargeAndWill(string transport, string version)
    {
        var node = PeerProgram.Find("node");
        Assert.SkipUnless(node is not null, "node is not installed");
        Assert.SkipUnless(Directory.Exists(Path.Combine(PeerProgram.Folder, "node_modules/mqtt")), "the npm package mqtt is not installed in tests/peers");
        await using var broker = await BrokerProcess.StartAsync(webSocket: transport == "ws");
        var url = transport == "ws" ? $"ws://{broker.Web!.Authority}{broker.Web.AbsolutePath}" : $"mqtt://{broker.Listen}";

        var result = await PeerProcess.RunAsync(node, "mqtt_js_client.js", url, version);

        Assert.True(result.ExitCode == 0, result.Output);
        var seen = JsonNode.Parse(result.Output)!;
        Assert.Equal([2], seen["granted"]!.AsArray().Select(qos => (int)qos!));
        Assert.Equal("lost", (string?)seen["will"]);
        var received = seen["received"]!.AsArray();

        // What was retained and what is published meanwhile may come in either order (MQTT 5.0, section 4.6).
        Assert.Equal(
            ["js/0 of 0 0 False", "js/1 of 1 1 False", "js/2 of 2 2 False", "js/large  2 False", "js/last  2 False", "js/retained kept 1 True"],
            received.Select(message => $"{message!["topic"]} {message["text"]} {message["qos"]} {(bool)message["retain"]!}").Order(StringComparer.Ordinal));
        Assert.Equal(300_000, received.Max(message => (int)message!["size"]!));
    }
}
