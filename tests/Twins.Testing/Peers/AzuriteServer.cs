using System.Globalization;
using Xunit;

namespace Twins.Testing.Peers;

/// <summary>Microsoft's emulator of Azure Storage, its tables alone: on a free loopback port, in memory, gone with the test.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // The emulator's published account, the same everywhere.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly PeerProcess _server;

    private AzuriteServer(PeerProcess server, int port)
    {
        _server = server;
        ConnectionString = string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint=http://127.0.0.1:{port}/{Account};");
    }

    /// <summary>How it is reached.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts an instance; a test without Node.js or the package ends here as skipped.</summary>
    public static async Task<AzuriteServer> StartAsync()
    {
        var node = PeerProgram.Find("node");
        var program = Path.Combine(PeerProgram.Folder, "node_modules", ".bin", "azurite-table");
        Assert.SkipUnless(node is not null && File.Exists(program), "azurite of tests/peers is not installed (npm ci --prefix tests/peers)");
        var port = PeerProgram.FreePort();
        var server = PeerProcess.Start(
            node, program, "--tableHost", "127.0.0.1", "--tablePort", port.ToString(CultureInfo.InvariantCulture),
            "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry");
        await server.WaitForPortAsync(port);
        return new AzuriteServer(server, port);
    }

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
