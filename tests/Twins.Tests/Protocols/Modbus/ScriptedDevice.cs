using System.Net;
using System.Net.Sockets;

namespace Twins.Tests.Protocols.Modbus;

/// <summary>A device whose every byte a test decides.</summary>
internal sealed class ScriptedDevice : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<RawConnection> _connections = [];

    public ScriptedDevice() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<RawConnection> AcceptAsync()
    {
        var connection = new RawConnection(await _listener.AcceptTcpClientAsync().InTime());
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Refuses connections from now on.</summary>
    public void StopListening() => _listener.Dispose();

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _connections.ForEach(connection => connection.Dispose());
        return ValueTask.CompletedTask;
    }
}
