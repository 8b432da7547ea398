using System.Globalization;
using Twins.Testing.Peers;
using Twins.Testing.Platform;

namespace Twins.Benchmarks.Mqtt;

/// <summary>A broker in a process of its own, so that its processor time and memory are its own.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    /// <summary>No queue or window of mosquitto's that would slow it down or make it drop: 0 is "no limit" for each of them.</summary>
    private const string MosquittoSettings = """
        allow_anonymous true
        persistence false
        set_tcp_nodelay true
        max_queued_messages 0
        max_queued_bytes 0
        max_inflight_messages 0
        max_inflight_bytes 0
        log_type none
        """;

    private readonly PeerProcess _process;
    private readonly DirectoryInfo? _folder;

    private BrokerProcess(string name, PeerProcess process, int port, DirectoryInfo? folder = null)
    {
        Name = name;
        _process = process;
        Port = port;
        _folder = folder;
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>What it takes of the machine.</summary>
    public ProcessFigures Figures => new(_process.Id);

    /// <summary>Starts mosquitto; <see langword="null"/> when it is not installed.</summary>
    public static async Task<BrokerProcess?> StartMosquittoAsync()
    {
        if ((PeerProgram.Find("mosquitto") ?? PeerProgram.Find("/usr/sbin/mosquitto")) is not { } program)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("twins-bench");
        var port = PeerProgram.FreePort();
        var settings = Path.Combine(folder.FullName, "mosquitto.conf");
        await File.WriteAllTextAsync(settings, FormattableString.Invariant($"listener {port} 127.0.0.1\n{MosquittoSettings}\n"));
        var process = PeerProcess.Start(program, "-c", settings);
        await process.WaitForPortAsync(port);
        return new BrokerProcess("mosquitto", process, port, folder);
    }

    /// <summary>Starts the embedded broker by itself, with its default limits: the host's command <c>broker</c>.</summary>
    public static async Task<BrokerProcess> StartOwnAsync()
    {
        var process = PeerProcess.Start(HostProgram.Dotnet, HostProgram.Assembly, "broker", "--listen", "127.0.0.1:0");
        var port = (await process.WaitForLineAsync("listening on ")).Split(':')[1];
        return new BrokerProcess("ours", process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}
