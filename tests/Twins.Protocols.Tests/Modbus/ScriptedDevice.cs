using System.Net;
using System.Net.Sockets;

namespace Twins.Protocols.Tests.Modbus;

/// <summary>A device whose every byte a test decides.</summary>
internal sealed class ScriptedDevice : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<RawConnection> connections = [];

    public ScriptedDevice() => listener.Start();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async Task<RawConnection> AcceptAsync()
    {
        var connection = new RawConnection(await listener.AcceptTcpClientAsync().InTime());
        connections.Add(connection);
        return connection;
    }

    /// <summary>Refuses connections from now on.</summary>
    public void StopListening() => listener.Dispose();

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        connections.ForEach(connection => connection.Dispose());
        return ValueTask.CompletedTask;
    }
}
