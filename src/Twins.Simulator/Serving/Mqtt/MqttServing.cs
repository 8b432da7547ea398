using System.Net;
using Twins.Adapters.Mqtt;
using Twins.Sites;
using Twins.Protocols.Mqtt;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving.Mqtt;

/// <summary>
/// The MQTT devices of a simulated site, each a client of its own as on site. The broker of a connection is taken by one on loopback; the
/// site's own broker is what it is.
/// </summary>
internal sealed class MqttServing(Func<DateTimeOffset> now, TimeProvider clock) : IAsyncDisposable
{
    private readonly List<MqttBroker> _brokers = [];
    private readonly List<PublishingDevice> _devices = [];

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

            var broker = settings.IsEmbedded ? siteBroker : await OpenAsync(cancellationToken).ConfigureAwait(false);
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

    private async Task<IPEndPoint> OpenAsync(CancellationToken cancellationToken)
    {
        var broker = new MqttBroker(timeProvider: clock);
        _brokers.Add(broker);
        await broker.StartAsync(cancellationToken).ConfigureAwait(false);
        return broker.Endpoints[0];
    }

    private SimulatedDevice Connect(DeviceModel model, MqttEndpoint mqtt, IPEndPoint broker)
    {
        var device = new SimulatedDevice(model, broker);
        var side = MqttDeviceSide.Compile(model.Definition);
        var publishing = new PublishingDevice(model, side, () => device.Fault, now, clock);
        _devices.Add(publishing);
        publishing.Start(Options(model.Definition, mqtt, broker, side.Presence));
        return device;
    }

    private static MqttClientOptions Options(TwinDefinition definition, MqttEndpoint mqtt, IPEndPoint broker, MqttDevicePresence? presence) => new()
    {
        Host = broker.Address.ToString(),
        Port = broker.Port,
        Version = (MqttProtocolVersion)mqtt.Version,
        ClientId = $"{definition.Key.Site}-{MqttAddress.NameOf(definition.Entry)}",
        Will = presence is null ? null : new MqttWill(PublishingDevice.Word(presence, presence.Offline)),
    };
}
