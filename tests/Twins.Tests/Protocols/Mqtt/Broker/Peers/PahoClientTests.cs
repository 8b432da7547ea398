using System.Globalization;
using System.Text.Json;
using Twins.Protocols.Mqtt;
using Twins.Testing.Peers;

namespace Twins.Tests.Protocols.Mqtt.Broker.Peers;

/// <summary>Our broker with Eclipse Paho's clients for Python.</summary>
public sealed class PahoClientTests
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task Messages_OfEachQuality_ArriveOnceAndInOrder(string version)
    {
        var seen = await RunAsync(version, "qualities");

        var received = seen.GetProperty("received").EnumerateArray().Select(message => $"{message[0]} {message[1]} {message[2]}").ToList();
        for (var quality = 0; quality < 3; quality++)
        {
            Assert.Equal(
                Enumerable.Range(0, 20).Select(number => string.Create(CultureInfo.InvariantCulture, $"paho/{quality} {number} {quality}")),
                received.Where(message => message.StartsWith($"paho/{quality}", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task ExactlyOnce_WhileBothConnectionsBreakAgainAndAgain_NothingIsLostOrDoubled(string version)
    {
        var seen = await RunAsync(version, "broken");

        var payloads = seen.GetProperty("payloads").EnumerateArray().Select(payload => int.Parse(payload.GetString()!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(0, 500), payloads.Order());
        Assert.All(seen.GetProperty("connected").EnumerateArray(), times => Assert.True(times.GetInt32() > 2, $"connected {times} times"));
    }

    private static async Task<JsonElement> RunAsync(string version, string scenario)
    {
        Assert.SkipUnless(
            File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/paho/mqtt"), "Debian's python3-paho-mqtt is not installed");
        await using var broker = new MqttBroker();
        await broker.StartAsync();
        var result = await PeerProcess.RunAsync(
            Python, "paho_mqtt_clients.py", broker.Endpoints[0].Port.ToString(CultureInfo.InvariantCulture), version, scenario);
        Assert.True(result.ExitCode == 0, result.Output);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
