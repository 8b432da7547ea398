using Twins.Connections;
using Twins.Devices;
using Twins.Commands;
using Twins.Sites;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Adapters.Modbus;

/// <summary>One Modbus TCP connection and the devices behind it. Runs where the field is, and nowhere else opens a connection.</summary>
[PlaceWithSite]
public sealed class ModbusAdapter(SiteCatalog catalog, IConnectionResolver resolver, FieldSites fieldSites, TimeProvider clock)
    : Grain, IModbusAdapter
{
    private const string Protocol = "Modbus TCP";

    private readonly ConnectionCounters _counters = new(clock);
    private OpenConnection? _open;
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
        _open?.Devices.ForEach(device => device.Poller.NoteStopped());
        await CloseAsync();
        DelayDeactivation(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => CloseAsync();

    /// <inheritdoc/>
    public async Task<WriteResult> WriteAsync(SetpointWrite write, CancellationToken cancellationToken = default)
    {
        if (_open is not { } open)
        {
            return WriteResult.NotSent(CommandRefusal.Disconnected, $"the connection '{Key}' is not started");
        }

        if (open.Devices.Find(known => string.Equals(known.Poller.Device, write.Device, StringComparison.Ordinal)) is not { } device)
        {
            return WriteResult.NotSent(CommandRefusal.UnknownDevice, $"the connection '{Key}' has no device '{write.Device}'");
        }

        WriteResult result = await device.Poller.WriteAsync(write);
        Rearm(device);
        return result;
    }

    /// <inheritdoc/>
    public Task<ConnectionStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(_counters.Status(Key.Device, Protocol, _endpoint, _simulated));

    private void Open()
    {
        (string site, string connectionKey) = Key;
        SiteConfiguration? configuration = catalog.FindSite(site);
        if (configuration?.Description.Connections.FirstOrDefault(known => known.Key == connectionKey) is not { Settings: ModbusEndpoint modbus } connection)
        {
            _counters.NoteError($"no site of this process has a Modbus connection '{Key}'");
            return;
        }

        if (!fieldSites.Includes(site))
        {
            _counters.NoteError($"this process may not open field connections of site '{site}': it is not among its FieldSites");
            return;
        }

        ResolvedEndpoint endpoint = resolver.Resolve(site, connection);
        (_endpoint, _simulated) = ($"{endpoint.Host}:{endpoint.Port}", endpoint.Simulated);
        IModbusMaster master = new ModbusTcpMaster(
            new ModbusTcpMasterOptions
            {
                Host = endpoint.Host, Port = endpoint.Port, RequestTimeout = modbus.Timeout, MaxInFlight = modbus.MaxInFlight,
            },
            clock);
        _counters.NoteState(ConnectionState.Connecting);
        master.StateChanged += OnStateChanged;
        _open = new OpenConnection(master, []);
        foreach (TwinDefinition definition in configuration.Devices.Where(device => device.Entry.Connection == connectionKey))
        {
            Add(_open, definition);
        }

        DelayDeactivation(Timeout.InfiniteTimeSpan);
    }

    // On a thread of the master, not on a turn of the grain.
    private void OnStateChanged(object? sender, ModbusConnectionStateChangedEventArgs change)
    {
        _counters.NoteState(change.State switch
        {
            ModbusConnectionState.Connecting => ConnectionState.Connecting,
            ModbusConnectionState.Connected => ConnectionState.Connected,
            ModbusConnectionState.WaitingToReconnect => ConnectionState.BackingOff,
            _ => ConnectionState.Stopped,
        });
        if (change.Error is { } error)
        {
            _counters.NoteError(error.Message);
        }
    }

    private void Add(OpenConnection open, TwinDefinition definition)
    {
        IDeviceTwin twin = GrainFactory.GetGrain<IDeviceTwin>(definition.Key.ToString());
        var device = new ModbusDevice(definition, twin, _counters, _simulated, clock);
        var tended = new TendedDevice(new DevicePoller(device, open.Master, _counters, clock));
        open.Devices.Add(tended);
        tended.Timer = this.RegisterGrainTimer(
            TendAsync,
            tended,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        Rearm(tended);
    }

    private async Task TendAsync(TendedDevice device)
    {
        device.UnderWay = true;
        try
        {
            await device.Poller.TendAsync();
        }
        finally
        {
            device.UnderWay = false;
            Rearm(device);
        }
    }

    private void Rearm(TendedDevice device)
    {
        if (!device.IsClosed && !device.UnderWay && device.Poller.Next is { } next)
        {
            TimeSpan due = next - Timestamp.Now(clock);
            device.Timer!.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task CloseAsync()
    {
        if (_open is { } open)
        {
            _open = null;
            open.Devices.ForEach(device => device.Close());
            await open.Master.DisposeAsync();
            _counters.NoteState(ConnectionState.Stopped);
        }
    }

    /// <summary>What there is while the connection is started.</summary>
    private sealed record OpenConnection(IModbusMaster Master, List<TendedDevice> Devices);

    /// <summary>A device with the timer on which it is tended.</summary>
    private sealed class TendedDevice(DevicePoller poller)
    {
        public DevicePoller Poller { get; } = poller;

        public IGrainTimer? Timer { get; set; }

        public bool UnderWay { get; set; }

        public bool IsClosed { get; private set; }

        public void Close()
        {
            IsClosed = true;
            Timer?.Dispose();
        }
    }
}
