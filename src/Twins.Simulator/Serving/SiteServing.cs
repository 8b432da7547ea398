using System.Collections.Immutable;
using System.Net;
using Twins.Model.Sites;
using Twins.Protocols.Modbus;
using Twins.Simulator.Faults;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving;

/// <summary>The listeners of a simulated site: one per connection, with the connection's devices as units.</summary>
/// <param name="Servers">The listeners.</param>
/// <param name="Endpoints">Connection key → endpoint.</param>
/// <param name="Devices">The devices that are served.</param>
internal sealed record SiteServing(
    ImmutableArray<ModbusTcpServer> Servers, IReadOnlyDictionary<string, IPEndPoint> Endpoints, ImmutableArray<SimulatedDevice> Devices)
{
    public static SiteServing Start(SiteConfiguration site, SitePlant plant, Func<DateTimeOffset> now, TimeProvider clock)
    {
        var servers = ImmutableArray.CreateBuilder<ModbusTcpServer>();
        var endpoints = new Dictionary<string, IPEndPoint>(StringComparer.Ordinal);
        var devices = ImmutableArray.CreateBuilder<SimulatedDevice>();
        var modelsOfConnection = plant.Devices
            .Where(model => model.Definition.Description.Modbus is not null)
            .ToLookup(model => model.Definition.Entry.Connection, StringComparer.Ordinal);
        foreach (var connection in site.Description.Connections)
        {
            if (connection.Modbus is null || !modelsOfConnection.Contains(connection.Key))
            {
                continue;
            }

            var server = new ModbusTcpServer(timeProvider: clock);
            servers.Add(server);
            server.Start();
            endpoints[connection.Key] = server.Endpoint;
            devices.AddRange(modelsOfConnection[connection.Key].Select(model => Serve(model, server, now, clock)));
        }

        return new(servers.ToImmutable(), endpoints, devices.ToImmutable());
    }

    private static SimulatedDevice Serve(DeviceModel model, ModbusTcpServer server, Func<DateTimeOffset> now, TimeProvider clock)
    {
        var device = new SimulatedDevice(model, server.Endpoint);
        var unit = new DescribedUnit(model, () => device.Fault, now);
        server.SetUnit((byte)device.UnitId, new FaultyUnit(unit, () => device.Fault, clock));
        return device;
    }
}
