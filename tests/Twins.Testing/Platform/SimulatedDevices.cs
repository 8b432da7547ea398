using Twins.Testing.Peers;

namespace Twins.Testing.Platform;

/// <summary>The devices of the demonstration sites as a process of their own (<c>twins simulate</c>): they outlive hosts, as real ones do.</summary>
public sealed class SimulatedDevices : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PeerProcess _process;

    private SimulatedDevices(DirectoryInfo folder, PeerProcess process, string file)
    {
        _folder = folder;
        _process = process;
        File = file;
    }

    /// <summary>The file that says where they are served, for the <c>--simulate</c> of hosts.</summary>
    public string File { get; }

    /// <summary>Starts them.</summary>
    public static async Task<SimulatedDevices> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("twins-devices");
        var file = Path.Combine(folder.FullName, "endpoints.json");
        var process = PeerProcess.Start(HostProgram.Dotnet, HostProgram.Assembly, "simulate", "--ports-file", file);
        await process.WaitForLineAsync("{");
        return new SimulatedDevices(folder, process, file);
    }

    /// <summary>Ends them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
