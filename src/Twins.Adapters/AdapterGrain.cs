using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>
/// One field connection and the devices behind it, whatever its protocol. Runs where the field is, and nowhere else opens a connection. What keeps
/// it from being opened concerns this connection only: it shows in its status, is logged once, and is tried again.
/// </summary>
[PlaceWithSite]
internal sealed class AdapterGrain(
    SiteCatalog catalog, IConnectionResolver resolver, FieldSites fieldSites, TimeProvider clock, ILogger<AdapterGrain> logger) : Grain, IAdapter
{
    /// <summary>Pause before a connection that could not be opened is tried again.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    private readonly ConnectionCounters _counters = new(clock);
    private ConnectionWorker? _worker;
    private IGrainTimer? _retry;
    private bool _started;
    private string _protocol = "";
    private string _endpoint = "";
    private string? _obstacle;
    private bool _simulated;

    private DeviceKey Key => DeviceKey.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!_started)
        {
            _started = true;
            DelayDeactivation(Timeout.InfiniteTimeSpan);
            _retry ??= this.RegisterGrainTimer(TryOpenAsync, new GrainTimerCreationOptions(RetryPause, RetryPause) { KeepAlive = true });
            await TryOpenAsync();
        }
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
    public async Task<WriteResult> WriteAsync(SetpointWrite write, CancellationToken cancellationToken = default)
    {
        using var activity = TwinsActivity.Source.StartActivity("field.write");
        activity?.SetTag(TwinsActivity.CommandId, write.CommandId);
        return _worker is { } worker
            ? await worker.WriteAsync(write)
            : WriteResult.NotSent(CommandRefusal.Disconnected, $"the connection '{Key}' is not {(_started ? $"open: {_obstacle}" : "started")}");
    }

    /// <inheritdoc/>
    public Task<ConnectionStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(_counters.Status(Key.Device, _protocol, _endpoint, _simulated, _worker?.Connection.Messages));

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever keeps one connection from being opened is shown, logged and tried again; it concerns no other.")]
    private async Task TryOpenAsync()
    {
        if (!_started || _worker is not null)
        {
            return;
        }

        try
        {
            await OpenAsync();
            _obstacle = null;
        }
        catch (NotSupportedException exception)
        {
            ShowObstacle(exception.Message, fault: null);
        }
        catch (Exception exception)
        {
            ShowObstacle(exception.Message, exception);
        }
    }

    /// <exception cref="NotSupportedException">This process cannot open the connection, and the message says why.</exception>
    private async Task OpenAsync()
    {
        (string site, string key) = Key;
        SiteConfiguration? configuration = catalog.FindSite(site);
        ConnectionDescription connection = configuration?.Description.Connections.FirstOrDefault(known => known.Key == key)
            ?? throw new NotSupportedException($"no site of this process has a connection '{Key}'");
        if (!fieldSites.Includes(site))
        {
            throw new NotSupportedException($"this process may not open field connections of site '{site}': it is not among its FieldSites");
        }

        IFieldConnectionFactory protocol = FieldProtocols.Find(connection)
            ?? throw new NotSupportedException($"the connection '{Key}' names no protocol that has an adapter");
        ResolvedEndpoint endpoint = resolver.Resolve(site, connection);
        (_endpoint, _simulated) = ($"{endpoint.Host}:{endpoint.Port}", endpoint.Simulated);
        long start = await GrainFactory.GetGrain<ISite>(site).NextStartAsync(key);
        if (!_started || _worker is not null)
        {
            return;
        }

        ImmutableArray<FieldDevice> devices = [.. configuration!.Devices
            .Where(device => device.Entry.Connection == key)
            .Select(device => new FieldDevice(device, Link(device, protocol.LinkCapacity), start, endpoint.Simulated, clock))];
        var context = new FieldContext(site, connection, endpoint, devices, _counters, clock, logger);
        IFieldConnection opened = protocol.Create(context);
        _protocol = opened.Protocol;
        _worker = new ConnectionWorker(context, opened);
        _counters.SetState(ConnectionState.Connecting);
        _worker.Start();
    }

    private TwinLink Link(TwinDefinition device, int capacity) =>
        new(GrainFactory.GetGrain<IDeviceTwin>(device.Key.ToString()), _counters, clock, logger, device.Key, capacity);

    // The same obstacle is logged once, however often it is met.
    private void ShowObstacle(string reason, Exception? fault)
    {
        _counters.SetState(ConnectionState.Stopped);
        _counters.RecordError(reason);
        if (reason == _obstacle)
        {
            return;
        }

        _obstacle = reason;
        if (fault is null)
        {
            logger.NotOpened(Key.ToString(), reason);
        }
        else
        {
            logger.OpeningFailed(fault, Key.ToString(), RetryPause);
        }
    }

    private async Task CloseAsync()
    {
        _started = false;
        _retry?.Dispose();
        _retry = null;
        if (_worker is { } worker)
        {
            _worker = null;
            await worker.CloseAsync();
            _counters.SetState(ConnectionState.Stopped);
        }
    }
}
