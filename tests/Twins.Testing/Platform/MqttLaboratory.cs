using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Twins.Testing.Peers;
using Xunit;

namespace Twins.Testing.Platform;

/// <summary>The platform as a process with two inverters behind an MQTT broker: Debian's mosquitto, or the site's own. What the inverters say comes from mosquitto_pub.</summary>
public sealed class MqttLaboratory : IAsyncDisposable
{
    private readonly PeerProcess? _mosquitto;
    private readonly DirectoryInfo _settings;
    private readonly TestSiteFolder _folder;
    private readonly int _port;
    private readonly string _publish;

    private MqttLaboratory(PeerProcess? mosquitto, DirectoryInfo settings, TestSiteFolder folder, int port, string publish, HostProcess host)
    {
        _mosquitto = mosquitto;
        _settings = settings;
        _folder = folder;
        _port = port;
        _publish = publish;
        Host = host;
    }

    /// <summary>The platform.</summary>
    public HostProcess Host { get; private set; }

    /// <summary>Starts broker and platform; a test without Debian's mosquitto ends here as skipped.</summary>
    /// <param name="embedded">Whether the site's own broker takes mosquitto's place.</param>
    /// <param name="simulate">Whether the inverters are simulated.</param>
    public static async Task<MqttLaboratory> StartAsync(bool embedded = false, bool simulate = false)
    {
        var publish = PeerProgram.Find("mosquitto_pub");
        Assert.SkipUnless(publish is not null, "mosquitto_pub is not installed");
        var settings = Directory.CreateTempSubdirectory("twins-mosquitto");
        var port = PeerProgram.FreePort();
        var mosquitto = embedded || simulate ? null : await StartMosquittoAsync(settings, port);
        var folder = TestSiteFolder.WithInverters(port, embedded);
        var host = await HostProcess.StartAsync(folder.Data, folder.Config, simulate);
        var laboratory = new MqttLaboratory(mosquitto, settings, folder, port, publish, host);
        await laboratory.WaitForConnectionAsync();
        return laboratory;
    }

    /// <summary>Publishes as a device would, at QoS 1.</summary>
    public async Task PublishAsync(string topic, string payload)
    {
        var published = await PeerProcess.RunAsync(
            _publish, "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-q", "1", "-t", topic, "-m", payload);
        Assert.True(published.ExitCode == 0, published.Output);
    }

    /// <summary>Holds the platform's process, so that it takes nothing more, and then ends it as a power cut does; starts it anew on the same data.</summary>
    /// <param name="meanwhile">What happens between the two.</param>
    public async Task PowerCutAsync(Func<Task> meanwhile)
    {
        await PeerProcess.RunAsync("/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -STOP {Host.Id}"));
        await meanwhile();
        await Host.DisposeAsync();
        Host = await HostProcess.StartAsync(_folder.Data, _folder.Config, simulate: false);
    }

    /// <summary>The connection as the API shows it.</summary>
    public async Task<JsonNode> ConnectionAsync() =>
        JsonNode.Parse(await Host.Client.GetStringAsync(new Uri("/api/v1/sites/lab", UriKind.Relative)))!["connections"]![0]!;

    /// <summary>Waits until a point shows a value that was published just now.</summary>
    public Task WaitForAsync(string device, string key, double value, string quality = "good") => Host.WaitUntilAsync(
        async () => await PointAsync(device, key) is var point && (string?)point["quality"] == quality && (double?)point["value"] == value,
        FormattableString.Invariant($"show {value} as {key} of {device}"));

    /// <summary>A point of a device as the API shows it.</summary>
    public async Task<JsonNode> PointAsync(string device, string key) => JsonNode.Parse(
            await Host.Client.GetStringAsync(new Uri($"/api/v1/devices/lab/{device}", UriKind.Relative)))!["points"]!.AsArray()
        .Single(point => (string?)point!["key"] == key)!;

    /// <summary>Puts a setpoint through the API.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> SetAsync(string device, string point, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Host.Client.PutAsync(new Uri($"/api/v1/devices/lab/{device}/setpoints/{point}", UriKind.Relative), content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (_mosquitto is not null)
        {
            await _mosquitto.DisposeAsync();
        }

        _folder.Dispose();
        _settings.Delete(recursive: true);
    }

    private static async Task<PeerProcess> StartMosquittoAsync(DirectoryInfo settings, int port)
    {
        var program = PeerProgram.Find("mosquitto") ?? PeerProgram.Find("/usr/sbin/mosquitto");
        Assert.SkipUnless(program is not null, "mosquitto is not installed");
        var file = Path.Combine(settings.FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1\nallow_anonymous true\n"));
        var mosquitto = PeerProcess.Start(program, "-c", file);
        await mosquitto.WaitForPortAsync(port);
        return mosquitto;
    }

    // What is published before the adapter has subscribed reaches nobody.
    private Task WaitForConnectionAsync() => Host.WaitUntilAsync(
        async () => (string?)(await ConnectionAsync())["state"] == "connected", "connect to the broker");
}
