using Twins.Testing.Peers;
using Twins.Testing.Platform;

namespace Twins.Peers.Tests.Mqtt;

/// <summary>The command <c>broker</c> as a process of its own.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private BrokerProcess(PeerProcess process, string listen, Uri? web)
    {
        _process = process;
        Listen = listen;
        Web = web;
    }

    /// <summary>Address and port of TCP.</summary>
    public string Listen { get; }

    /// <summary>The address of the WebSocket, as <c>http</c>; null when it was not asked for.</summary>
    public Uri? Web { get; }

    public int Port => int.Parse(Listen.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<BrokerProcess> StartAsync(string? data = null, bool webSocket = false)
    {
        List<string> arguments = [HostProgram.Assembly, "broker", "--listen", "127.0.0.1:0"];
        arguments.AddRange(data is null ? [] : ["--data", data]);
        arguments.AddRange(webSocket ? ["--websocket", "127.0.0.1:0"] : []);
        var process = PeerProcess.Start(HostProgram.Dotnet, arguments);
        try
        {
            var web = webSocket ? new Uri(await process.WaitForLineAsync("serving ")) : null;
            return new BrokerProcess(process, await process.WaitForLineAsync("listening on "), web);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop in order, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await PeerProcess.RunAsync("/bin/sh", "-c", $"kill -TERM {_process.Id}");
        return await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
