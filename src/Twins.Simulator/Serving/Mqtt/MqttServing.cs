using System.Net;
using Microsoft.Extensions.Logging;
using Twins.Adapters.Mqtt;
using Twins.Adapters.Mqtt.Broker;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Sites;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving.Mqtt;

/// <summary>
/// The MQTT devices of a simulated site, each a client of its own as on site. The broker of a connection is taken by one on loopback; the
/// site's own broker is what it is.
/// </summary>
internal sealed class MqttServing(Func<DateTimeOffset> now, TimeProvider clock, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly List<SiteBroker> _brokers = [];
    private readonly List<PublishingDevice> _devices = [];
    private readonly ILogger _logger = loggers.CreateLogger<MqttServing>();

    /// <summary>Opens the brokers of the connections that have devices with MQTT topics, connects the devices, and returns them.</summary>
    public async Task<IReadOnlyList<(SimulatedDevice Device, string Connection)>> OpenAsync(
        SiteDescription site, IEnumerable<DeviceModel> models, IPEndPoint? siteBroker, CancellationToken cancellationToken)
    {
        var modelsOfConnection = models
            .Where(model => model.Definition.Description.Protocol is MqttDescription)
            .ToLookup(model => model.Definition.Entry.Connection, StringComparer.Ordinal);
        List<(SimulatedDevice, string)> served = [];
        foreach (var connection in site.Connections.Where(connection => modelsOfConnection.Contains(connection.Key)))
        {
            if (connection.Settings is not MqttEndpoint settings)
            {
                continue;
            }

            var broker = settings.IsEmbedded ? siteBroker : await OpenAsync(site.Key, connection.Key, modelsOfConnection[connection.Key].Count(), cancellationToken).ConfigureAwait(false);
            if (broker is not null)
            {
                served.AddRange(modelsOfConnection[connection.Key].Select(model => (Connect(model, settings, broker), connection.Key)));
            }
        }

        return served;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_devices.Select(device => device.DisposeAsync().AsTask())).ConfigureAwait(false);
        foreach (var broker in _brokers)
        {
            await broker.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IPEndPoint> OpenAsync(string site, string connection, int devices, CancellationToken cancellationToken)
    {
        var options = new SiteBrokerOptions
        {
            Owner = $"The broker of the simulated connection '{site}/{connection}'",
            Site = site,
            Endpoints = [new BrokerEndpoint(IPAddress.Loopback, 0)],

            // Each device that takes commands is a subscribed session, and the platform one more.
            MaxSubscribedSessions = Math.Max(SiteBrokerOptions.DefaultMaxSubscribedSessions, devices + 100),
            MaxConnections = Math.Max(SiteBrokerOptions.DefaultMaxConnections, devices + 100),
        };
        var broker = await SiteBroker.StartAsync(options, BrokerAccess.Open(), loggers, clock, cancellationToken).ConfigureAwait(false);
        _brokers.Add(broker);
        return broker.Addresses[0].Address;
    }

    private SimulatedDevice Connect(DeviceModel model, MqttEndpoint mqtt, IPEndPoint broker)
    {
        var device = new SimulatedDevice(model, broker);
        var publishing = new PublishingDevice(model, mqtt.Version, broker, () => device.Fault, now, clock, _logger);
        _devices.Add(publishing);
        publishing.Start();
        return device;
    }
}
