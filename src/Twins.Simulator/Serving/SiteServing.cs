using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Twins.Sites;
using Twins.Simulator.Models;
using Twins.Simulator.Serving.Mqtt;

namespace Twins.Simulator.Serving;

/// <summary>What a simulated site opens: its Modbus listeners, its brokers, and the clients of its devices.</summary>
internal sealed class SiteServing(IPAddress listen, Func<DateTimeOffset> now, TimeProvider clock, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ModbusServing _modbus = new(listen, now, clock);
    private readonly MqttServing _mqtt = new(now, clock, loggers);
    private readonly Dictionary<string, IPEndPoint> _endpoints = new(StringComparer.Ordinal);
    private readonly List<SimulatedDevice> _devices = [];

    /// <summary>Connection key → endpoint.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> Endpoints => _endpoints;

    /// <summary>The devices that are served.</summary>
    public ImmutableArray<SimulatedDevice> Devices => [.. _devices];

    /// <summary>Opens everything.</summary>
    public async Task OpenAsync(
        SiteDescription site, ImmutableArray<DeviceModel> models, IPEndPoint? siteBroker, CancellationToken cancellationToken)
    {
        Note(_modbus.Open(site, models));
        Note(await _mqtt.OpenAsync(site, models, siteBroker, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _modbus.DisposeAsync().ConfigureAwait(false);
        await _mqtt.DisposeAsync().ConfigureAwait(false);
    }

    private void Note(IEnumerable<(SimulatedDevice Device, string Connection)> served)
    {
        foreach (var (device, connection) in served)
        {
            _devices.Add(device);
            _endpoints[connection] = device.Endpoint;
        }
    }
}
