using System.Globalization;
using Xunit;

namespace Twins.Testing.Peers;

/// <summary>Debian's Redis as an instance of a test's own: on a free loopback port, in memory, gone with the test.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly PeerProcess _server;

    private RedisServer(PeerProcess server, int port)
    {
        _server = server;
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    /// <summary>How it is reached.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts an instance; a test without Debian's redis-server ends here as skipped.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var program = PeerProgram.Find("redis-server");
        Assert.SkipUnless(program is not null, "Debian's redis-server is not installed");
        var port = PeerProgram.FreePort();
        var server = PeerProcess.Start(
            program, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
        await server.WaitForPortAsync(port);
        return new RedisServer(server, port);
    }

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
