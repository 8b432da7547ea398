using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Twins.Testing.Peers;
using Xunit;

namespace Twins.Testing.Platform;

/// <summary>The platform as a process, with a battery on Debian's pymodbus and one that never answers as its devices.</summary>
public sealed class Laboratory : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly PeerProcess _battery;
    private readonly TcpListener _silent;
    private readonly TestSiteFolder _folder;
    private readonly int _port;

    private Laboratory(PeerProcess battery, int port, TcpListener silent, TestSiteFolder folder, HostProcess host)
    {
        _battery = battery;
        _port = port;
        _silent = silent;
        _folder = folder;
        Host = host;
    }

    /// <summary>The platform.</summary>
    public HostProcess Host { get; private set; }

    /// <summary>Starts battery and platform; a test without Debian's pymodbus ends here as skipped.</summary>
    public static async Task<Laboratory> StartAsync()
    {
        var hasPymodbus = File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/pymodbus");
        Assert.SkipUnless(hasPymodbus, "Debian's python3-pymodbus is not installed");
        var battery = PeerProcess.Start(Python, "pymodbus_battery.py");
        var port = int.Parse(await battery.WaitForLineAsync("listening"), CultureInfo.InvariantCulture);

        // Nobody accepts: the system completes the connections, and no answer ever comes.
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var folder = TestSiteFolder.WithBatteries(port, ((IPEndPoint)silent.LocalEndpoint).Port);
        var host = await HostProcess.StartAsync(folder.Data, folder.Config, simulate: false);
        return new Laboratory(battery, port, silent, folder, host);
    }

    /// <summary>Ends the platform as a power cut does, and starts it anew on the same data.</summary>
    public async Task PowerCutAsync()
    {
        await Host.DisposeAsync();
        Host = await HostProcess.StartAsync(_folder.Data, _folder.Config, simulate: false);
    }

    /// <summary>A device as the API shows it.</summary>
    public async Task<JsonNode> DeviceAsync(string device) =>
        JsonNode.Parse(await Host.Client.GetStringAsync(new Uri($"/api/v1/devices/lab/{device}", UriKind.Relative)))!;

    /// <summary>A point of a device as the API shows it.</summary>
    public async Task<JsonNode> PointAsync(string device, string key) =>
        (await DeviceAsync(device))["points"]!.AsArray().Single(point => (string?)point!["key"] == key)!;

    /// <summary>Waits until a point is good and shows a value.</summary>
    public Task WaitForAsync(string device, string key, double value) => Host.WaitUntilAsync(
        async () => await PointAsync(device, key) is var point && (string?)point["quality"] == "good" && (double?)point["value"] == value,
        FormattableString.Invariant($"show {value} as {key} of {device}"));

    /// <summary>Puts a setpoint through the API.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Answer)> SetAsync(string device, string point, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Host.Client.PutAsync(new Uri($"/api/v1/devices/lab/{device}/setpoints/{point}", UriKind.Relative), content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>What mbpoll reads from a register of the live battery.</summary>
    public async Task<string> ReadByMbpollAsync(int address)
    {
        var read = await RunMbpollAsync(address, ["-c", "1", "-1", "127.0.0.1"]);
        return read.Output.Split('\n').Single(line => line.StartsWith(string.Create(CultureInfo.InvariantCulture, $"[{address}]:"), StringComparison.Ordinal))
            .Split(':')[1].Trim();
    }

    /// <summary>Changes a register of the live battery by mbpoll: what happens at the device, past the platform.</summary>
    public async Task WriteByMbpollAsync(int address, int value)
    {
        var written = await RunMbpollAsync(address, ["127.0.0.1", value.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(written.ExitCode == 0, written.Output);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _battery.DisposeAsync();
        _silent.Dispose();
        _folder.Dispose();
    }

    private Task<PeerResult> RunMbpollAsync(int address, string[] further)
    {
        var mbpoll = PeerProgram.Find("mbpoll");
        Assert.SkipUnless(mbpoll is not null, "mbpoll is not installed");
        return PeerProcess.RunAsync(
            mbpoll,
            ["-m", "tcp", "-p", _port.ToString(CultureInfo.InvariantCulture), "-a", "1", "-0", "-t", "4", "-r", address.ToString(CultureInfo.InvariantCulture), .. further]);
    }
}
