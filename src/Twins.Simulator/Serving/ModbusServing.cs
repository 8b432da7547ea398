using System.Net;
using Twins.Adapters.Modbus;
using Twins.Sites;
using Twins.Adapters.Modbus.Wire;
using Twins.Simulator.Faults;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving;

/// <summary>The Modbus listeners of a simulated site: one per connection, with the connection's devices as units.</summary>
internal sealed class ModbusServing(IPAddress listen, Func<DateTimeOffset> now, TimeProvider clock) : IAsyncDisposable
{
    private readonly List<ModbusTcpServer> _servers = [];

    // Devices of one definition share their map: there may be thousands.
    private readonly Dictionary<string, ModbusMap> _maps = new(StringComparer.Ordinal);

    /// <summary>Opens the listeners of the connections that have devices with a Modbus map, and returns the devices.</summary>
    public IEnumerable<(SimulatedDevice Device, string Connection)> Open(SiteDescription site, IEnumerable<DeviceModel> models)
    {
        var modelsOfConnection = models
            .Where(model => model.Definition.Description.Protocol is ModbusDescription)
            .ToLookup(model => model.Definition.Entry.Connection, StringComparer.Ordinal);
        return site.Connections
            .Where(connection => connection.Settings is ModbusEndpoint && modelsOfConnection.Contains(connection.Key))
            .SelectMany(connection => Open(modelsOfConnection[connection.Key]).Select(device => (device, connection.Key)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private IEnumerable<SimulatedDevice> Open(IEnumerable<DeviceModel> models)
    {
        var server = new ModbusTcpServer(new ModbusTcpServerOptions { Address = listen }, clock);
        _servers.Add(server);
        server.Start();
        foreach (var model in models)
        {
            var device = new SimulatedDevice(model, server.Endpoint);
            var unit = new DescribedUnit(model, MapOf(model.Definition), () => device.Fault, now);
            server.SetUnit((byte)device.UnitId, new FaultyUnit(unit, () => device.Fault, clock));
            yield return device;
        }
    }

    private ModbusMap MapOf(TwinDefinition definition)
    {
        if (!_maps.TryGetValue(definition.Hash, out var map))
        {
            _maps[definition.Hash] = map = ModbusMap.Compile(definition);
        }

        return map;
    }
}
