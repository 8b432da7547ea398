using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Twins.Adapters.Modbus.Wire;
using Twins.Connections;

namespace Twins.Adapters.Modbus;

/// <summary>One Modbus TCP connection and the units behind it. It is opened by the first request that needs it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Disposed of asynchronously, by CloseAsync.")]
internal sealed class ModbusConnection : IFieldConnection
{
    private readonly FieldContext _context;
    private readonly ModbusTcpMaster _master;
    private ConnectionState _shown = ConnectionState.Connecting;

    public ModbusConnection(FieldContext context)
    {
        _context = context;
        ModbusEndpoint modbus = (ModbusEndpoint)context.Connection.Settings;
        _master = new ModbusTcpMaster(
            new ModbusTcpMasterOptions
            {
                Host = context.Endpoint.Host,
                Port = context.Endpoint.Port,
                RequestTimeout = modbus.Timeout,
                MaxInFlight = modbus.MaxInFlight,
                ConnectDelay = modbus.ConnectDelay,
                AcceptMismatchedIds = modbus.AcceptMismatchedIds,
            },
            context.Clock);
        _master.StateChanged += OnStateChanged;
        _master.Irregular += OnIrregular;
        Devices = [.. context.Devices.Select(device => new ModbusDevice(_master, device, context))];
    }

    public string Protocol => "Modbus TCP";

    public ImmutableArray<IFieldDevice> Devices { get; }

    public void Open()
    {
        // The first poll or write connects.
    }

    public async Task CloseAsync() => await _master.DisposeAsync();

    private void OnIrregular(object? sender, ModbusIrregularityEventArgs irregularity)
    {
        _context.Counters.RecordError(irregularity.Description);
        switch (irregularity.Kind)
        {
            case ModbusIrregularity.LateAnswer:
                _context.Counters.CountLateAnswer();
                break;
            case ModbusIrregularity.MismatchedId:
                _context.Counters.CountMismatchedId();
                break;
            default:
                _context.Counters.CountSurplusBytes(irregularity.Amount);
                break;
        }
    }

    // On a thread of the master, not on a turn of the grain.
    private void OnStateChanged(object? sender, ModbusConnectionStateChangedEventArgs change)
    {
        ConnectionState state = change.State switch
        {
            ModbusConnectionState.Connected => ConnectionState.Connected,
            ModbusConnectionState.WaitingToReconnect => ConnectionState.BackingOff,
            ModbusConnectionState.Closed => ConnectionState.Stopped,

            // That the device closed an idle connection, and the next request opens it again, is no news.
            _ => _shown,
        };
        if (change.Error is { } error)
        {
            _context.Counters.RecordError(error.Message);
        }

        if (state != _shown)
        {
            _shown = state;
            _context.Counters.SetState(state);
            _context.Logger.StateChanged(
                $"{_context.Site}/{_context.Connection.Key}", $"{_context.Endpoint.Host}:{_context.Endpoint.Port}", state, change.Error?.Message);
        }
    }
}
