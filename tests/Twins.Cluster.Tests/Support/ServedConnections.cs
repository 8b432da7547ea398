using Twins.Adapters;
using Twins.Sites;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Cluster.Tests.Support;

/// <summary>Modbus servers on loopback, one per connection of a test's site, at free ports.</summary>
internal sealed class ServedConnections : IConnectionResolver, IAsyncDisposable
{
    private readonly Dictionary<string, ModbusTcpServer> _servers = new(StringComparer.Ordinal);

    /// <summary>Whether the endpoints are called simulated.</summary>
    public bool Simulated { get; init; }

    public void Serve(string connection, byte unitId, IModbusUnit unit)
    {
        if (!_servers.TryGetValue(connection, out ModbusTcpServer? server))
        {
            _servers[connection] = server = new ModbusTcpServer();
            server.Start();
        }

        server.SetUnit(unitId, unit);
    }

    /// <summary>Closes the connections of a server, and opens none again.</summary>
    public async Task StopAsync(string connection)
    {
        int port = _servers[connection].Endpoint.Port;
        await _servers[connection].DisposeAsync();
        await LoopbackConnections.AllClosedAsync(port);
    }

    public ResolvedEndpoint Resolve(string site, ConnectionDescription connection) =>
        new("127.0.0.1", _servers[connection.Key].Endpoint.Port, Simulated);

    public async ValueTask DisposeAsync()
    {
        foreach (ModbusTcpServer server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }
}
