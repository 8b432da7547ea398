using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Protocols.Mqtt;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>One connection to an MQTT broker and the devices behind it. Runs where the field is, and nowhere else opens a connection.</summary>
[PlaceAtField]
public sealed class MqttAdapter(SiteCatalog catalog, IConnectionResolver resolver, FieldSites fieldSites, TimeProvider clock)
    : Grain, IMqttAdapter
{
    // Silence is judged and watchdogs are fed to the second.
    private static readonly TimeSpan TendPeriod = TimeSpan.FromSeconds(1);

    private readonly ConnectionCounters _counters = new(clock);
    private readonly MessageLog _log = new(clock);
    private BrokerConnection? _open;
    private IGrainTimer? _timer;
    private string _protocol = "MQTT";
    private string _endpoint = "";
    private bool _simulated;

    private DeviceKey Key => DeviceKey.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_open is null)
        {
            Open();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await CloseAsync();
        DelayDeactivation(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => CloseAsync();

    /// <inheritdoc/>
    public Task<WriteResult> WriteAsync(SetpointWrite write, CancellationToken cancellationToken = default) => _open is { } open
        ? open.WriteAsync(write)
        : Task.FromResult(WriteResult.NotSent(CommandRefusal.Disconnected, $"the connection '{Key}' is not started"));

    /// <inheritdoc/>
    public Task<ConnectionStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(_counters.Status(Key.Device, _protocol, _endpoint, _simulated, _log.Figures()));

    private void Open()
    {
        (string site, string connectionKey) = Key;
        SiteConfiguration? configuration = catalog.FindSite(site);
        if (configuration?.Description.Connections.FirstOrDefault(known => known.Key == connectionKey) is not { Settings: MqttEndpoint mqtt } connection)
        {
            _counters.NoteError($"no site of this process has an MQTT connection '{Key}'");
            return;
        }

        if (!fieldSites.Includes(site))
        {
            _counters.NoteError($"this process may not open field connections of site '{site}': it is not among its FieldSites");
            return;
        }

        ResolvedEndpoint endpoint = resolver.Resolve(site, connection);
        (_endpoint, _simulated) = ($"{endpoint.Host}:{endpoint.Port}", endpoint.Simulated);
        _protocol = mqtt.Version == MqttVersion.V311 ? "MQTT 3.1.1" : "MQTT 5.0";
        _open = new BrokerConnection(
            MqttMap.Compile(configuration.Devices.Where(device => device.Entry.Connection == connectionKey)),
            device => GrainFactory.GetGrain<IDeviceTwin>(device.Key.ToString()),
            receiver => MqttClients.Create(BrokerOptions.Of(site, connection, endpoint), receiver, clock),
            _log,
            _counters,
            _simulated,
            clock);
        _open.Open();
        _timer = this.RegisterGrainTimer(
            _open.TendAsync, new GrainTimerCreationOptions(TendPeriod, TendPeriod) { Interleave = true, KeepAlive = true });
        DelayDeactivation(Timeout.InfiniteTimeSpan);
    }

    private async Task CloseAsync()
    {
        if (_open is { } open)
        {
            _open = null;
            _timer?.Dispose();
            await open.CloseAsync();
            _counters.NoteState(ConnectionState.Stopped);
        }
    }
}
