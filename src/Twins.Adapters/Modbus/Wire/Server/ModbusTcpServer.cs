using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Twins.Adapters.Modbus.Wire.Server;
using Twins.Adapters.Validation;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// Serves any number of units over Modbus TCP: functions 1 to 6, 15, 16, 22 and 23. A request to a unit that is not there is
/// answered with <see cref="ModbusExceptionCode.GatewayTargetDeviceFailedToRespond"/>, as a gateway would; what is no Modbus
/// frame closes the connection.
/// </summary>
public sealed class ModbusTcpServer : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailedAccept = TimeSpan.FromMilliseconds(50);

    private readonly ModbusTcpServerOptions _options;
    private readonly TimeProvider _time;
    private readonly UnitSlot?[] _units = new UnitSlot?[byte.MaxValue + 1];
    private readonly ConcurrentDictionary<ServerConnection, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private Socket? _listener;
    private IPEndPoint? _endpoint;
    private Task _accepting = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Creates a server; it listens from <see cref="Start"/>.</summary>
    /// <param name="options">Where to listen, and the limits; loopback and a free port unless given.</param>
    /// <param name="timeProvider">The clock of the idle timeout; the system's unless given.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public ModbusTcpServer(ModbusTcpServerOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = (options ?? new ModbusTcpServerOptions()).Checked();
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Where the server listens, with the port that the system chose.</summary>
    /// <exception cref="InvalidOperationException">The server was not started.</exception>
    public IPEndPoint Endpoint => _endpoint ?? throw new InvalidOperationException("The server was not started, so it has no endpoint yet.");

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>Adds a unit or takes another one's place; it counts from the next request.</summary>
    /// <param name="unitId">The unit identifier, 0 to 255. A device of its own usually answers to 1, some clients ask 0 or 255.</param>
    /// <param name="unit">The unit.</param>
    public void SetUnit(byte unitId, IModbusUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        Volatile.Write(ref _units[unitId], new UnitSlot(unit));
    }

    /// <summary>Takes a unit away; it counts from the next request.</summary>
    /// <param name="unitId">The unit identifier.</param>
    public void RemoveUnit(byte unitId) => Volatile.Write(ref _units[unitId], null);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    /// <exception cref="SocketException">The address cannot be listened on: in use, not permitted, not of this machine.</exception>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_listener is not null)
        {
            throw new InvalidOperationException("The server was started before.");
        }

        _listener = new Socket(_options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(_options.Address, _options.Port));
        _listener.Listen();
        _endpoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>
    /// Stops listening, lets the requests that are being carried out be answered, and closes the connections.
    /// </summary>
    /// <param name="cancellationToken">Gives up the requests that are being carried out.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _aborting))
        {
            await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        }

        _listener?.Dispose();
    }

    /// <summary>Stops at once; requests that are being carried out are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _stopping.Dispose();
        _aborting.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await _listener!.AcceptAsync(_stopping.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                // The client gave up before it was accepted, or the system is short of sockets: the pause keeps the latter
                // from filling a processor.
                await Task.Delay(PauseAfterFailedAccept, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _listener!.Dispose();
    }

    private void Admit(Socket client)
    {
        if (_connections.Count >= _options.MaxConnections)
        {
            client.Dispose();
            return;
        }

        client.NoDelay = true;
        var connection = new ServerConnection(
            new NetworkStream(client, ownsSocket: true), unitId => Volatile.Read(ref _units[unitId]), _options.IdleTimeout, _time);
        var begun = new TaskCompletionSource();
        _connections[connection] = ServeAsync(connection, begun.Task);
        begun.SetResult();
    }

    // Begins only when the connection is entered in the table, so that it cannot leave it before.
    private async Task ServeAsync(ServerConnection connection, Task entered)
    {
        await entered.ConfigureAwait(false);
        using (connection)
        {
            await connection.ServeAsync(_stopping.Token, _aborting.Token).ConfigureAwait(false);
            _connections.TryRemove(connection, out _);
        }
    }
}
