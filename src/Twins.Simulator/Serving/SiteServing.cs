using System.Collections.Immutable;
using System.Net;
using Twins.Model.Devices.Modbus;
using Twins.Model.Sites;
using Twins.Protocols.Modbus;
using Twins.Simulator.Faults;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving;

/// <summary>The listeners of a simulated site: one per connection, with the connection's devices as units.</summary>
internal sealed class SiteServing(Func<DateTimeOffset> now, TimeProvider clock) : IAsyncDisposable
{
    private readonly List<ModbusTcpServer> _servers = [];
    private readonly Dictionary<string, IPEndPoint> _endpoints = new(StringComparer.Ordinal);
    private readonly List<SimulatedDevice> _devices = [];

    // Devices of one definition share their map: there may be thousands.
    private readonly Dictionary<string, ModbusMap> _maps = new(StringComparer.Ordinal);

    /// <summary>Connection key → endpoint.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> Endpoints => _endpoints;

    /// <summary>The devices that are served.</summary>
    public ImmutableArray<SimulatedDevice> Devices => [.. _devices];

    /// <summary>Opens the listeners of the connections that have devices with a Modbus map.</summary>
    public void Open(SiteDescription site, IEnumerable<DeviceModel> models)
    {
        var modelsOfConnection = models
            .Where(model => model.Definition.Description.Modbus is not null)
            .ToLookup(model => model.Definition.Entry.Connection, StringComparer.Ordinal);
        foreach (var connection in site.Connections)
        {
            if (connection.Modbus is not null && modelsOfConnection.Contains(connection.Key))
            {
                Open(connection.Key, modelsOfConnection[connection.Key]);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Open(string connection, IEnumerable<DeviceModel> models)
    {
        var server = new ModbusTcpServer(timeProvider: clock);
        _servers.Add(server);
        server.Start();
        _endpoints[connection] = server.Endpoint;
        foreach (var model in models)
        {
            var device = new SimulatedDevice(model, server.Endpoint);
            var unit = new DescribedUnit(model, MapOf(model.Definition), () => device.Fault, now);
            server.SetUnit((byte)device.UnitId, new FaultyUnit(unit, () => device.Fault, clock));
            _devices.Add(device);
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
