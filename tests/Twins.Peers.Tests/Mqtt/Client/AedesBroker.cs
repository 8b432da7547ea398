using System.Globalization;
using Twins.Testing.Peers;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>The npm package aedes, served by <c>tests/peers/aedes_broker.mjs</c>.</summary>
internal sealed class AedesBroker : IMqttPeer
{
    private readonly PeerProcess _process;

    private AedesBroker(PeerProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Starts one, or skips the test.</summary>
    public static async Task<AedesBroker> StartAsync()
    {
        var node = PeerProgram.Find("node");
        Assert.SkipUnless(node is not null, "node is not installed");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(PeerProgram.Folder, "node_modules/aedes")), "aedes is not installed (npm ci in tests/peers)");
        var process = PeerProcess.Start(node!, "aedes_broker.mjs");
        return new AedesBroker(process, int.Parse(await process.WaitForLineAsync("listening"), CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
