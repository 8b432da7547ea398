using System.Globalization;
using Twins.Testing.Peers;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>The MQTT side of Debian's nats-server, with its messages kept in a temporary folder.</summary>
internal sealed class NatsBroker : IMqttPeer
{
    private readonly DirectoryInfo _folder;
    private readonly PeerProcess _process;

    private NatsBroker(DirectoryInfo folder, PeerProcess process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Starts one, or skips the test.</summary>
    public static async Task<NatsBroker> StartAsync()
    {
        var program = PeerProgram.Find("nats-server") ?? PeerProgram.Find("/usr/sbin/nats-server");
        Assert.SkipUnless(program is not null, "nats-server is not installed");
        var folder = Directory.CreateTempSubdirectory("twins-nats-");
        var port = PeerProgram.FreePort();
        var configuration = Path.Combine(folder.FullName, "nats.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $$"""
            server_name: "twins"
            listen: "127.0.0.1:-1"
            jetstream { store_dir: "{{folder.FullName}}" }
            mqtt { host: "127.0.0.1", port: {{port}}, ack_wait: "60s", max_ack_pending: 1000 }
            """));
        var process = PeerProcess.Start(program!, "-c", configuration);
        await process.WaitForPortAsync(port);
        return new NatsBroker(folder, process, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
