using System.Globalization;
using Twins.Testing.Peers;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>A mosquitto on a free loopback port with an own configuration, ended with the test.</summary>
internal sealed class MosquittoBroker : IMqttPeer
{
    private readonly DirectoryInfo _folder;
    private readonly PeerProcess _process;

    private MosquittoBroker(DirectoryInfo folder, PeerProcess process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string Output => _process.Output;

    /// <summary>Starts one, or skips the test.</summary>
    /// <param name="settings">Lines of its configuration, with the port and a folder for files to write; anonymous access when none.</param>
    public static async Task<MosquittoBroker> StartAsync(Func<DirectoryInfo, int, IEnumerable<string>>? settings = null)
    {
        var program = PeerProgram.Find("mosquitto") ?? PeerProgram.Find("/usr/sbin/mosquitto");
        Assert.SkipUnless(program is not null, "mosquitto is not installed");
        var folder = Directory.CreateTempSubdirectory("twins-mosquitto-");
        var port = PeerProgram.FreePort();
        var configuration = Path.Combine(folder.FullName, "mosquitto.conf");
        IEnumerable<string> lines = settings?.Invoke(folder, port)
            ?? [string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1"), "allow_anonymous true", "max_queued_messages 0"];

        // Started by root it would become another user, who cannot read the folder.
        await File.WriteAllLinesAsync(configuration, lines.Prepend($"user {Environment.UserName}"));
        var process = PeerProcess.Start(program!, "-c", configuration, "-v");
        await process.WaitForPortAsync(port);
        return new MosquittoBroker(folder, process, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
