using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Twins.Protocols.Modbus.Server;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Modbus;

/// <summary>
/// Serves any number of units over Modbus TCP: functions 1 to 6, 15, 16, 22 and 23. A request to a unit that is not there is
/// answered with <see cref="ModbusExceptionCode.GatewayTargetDeviceFailedToRespond"/>, as a gateway would; what is no Modbus
/// frame closes the connection.
/// </summary>
public sealed class ModbusTcpServer : IAsyncDisposable
{
    private static readonly TimeSpan PauseAfterFailedAccept = TimeSpan.FromMilliseconds(50);

    private readonly ModbusTcpServerOptions options;
    private readonly TimeProvider time;
    private readonly UnitSlot?[] units = new UnitSlot?[byte.MaxValue + 1];
    private readonly ConcurrentDictionary<ServerConnection, Task> connections = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource aborting = new();
    private Socket? listener;
    private IPEndPoint? endpoint;
    private Task accepting = Task.CompletedTask;
    private bool disposed;

    /// <summary>Creates a server; it listens from <see cref="Start"/>.</summary>
    /// <param name="options">Where to listen, and the limits; loopback and a free port unless given.</param>
    /// <param name="timeProvider">The clock of the idle timeout; the system's unless given.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public ModbusTcpServer(ModbusTcpServerOptions? options = null, TimeProvider? timeProvider = null)
    {
        this.options = (options ?? new ModbusTcpServerOptions()).Checked();
        time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>Where the server listens, with the port that the system chose.</summary>
    /// <exception cref="InvalidOperationException">The server was not started.</exception>
    public IPEndPoint Endpoint => endpoint ?? throw new InvalidOperationException("The server was not started, so it has no endpoint yet.");

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => connections.Count;

    /// <summary>Adds a unit or takes another one's place; it counts from the next request.</summary>
    /// <param name="unitId">The unit identifier, 0 to 255. A device of its own usually answers to 1, some clients ask 0 or 255.</param>
    /// <param name="unit">The unit.</param>
    public void SetUnit(byte unitId, IModbusUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        Volatile.Write(ref units[unitId], new UnitSlot(unit));
    }

    /// <summary>Takes a unit away; it counts from the next request.</summary>
    /// <param name="unitId">The unit identifier.</param>
    public void RemoveUnit(byte unitId) => Volatile.Write(ref units[unitId], null);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="InvalidOperationException">The server was started before.</exception>
    /// <exception cref="SocketException">The address cannot be listened on: in use, not permitted, not of this machine.</exception>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (listener is not null)
        {
            throw new InvalidOperationException("The server was started before.");
        }

        listener = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(options.Address, options.Port));
        listener.Listen();
        endpoint = (IPEndPoint)listener.LocalEndPoint!;
        accepting = Task.Run(AcceptAsync);
    }

    /// <summary>
    /// Stops listening, lets the requests that are being carried out be answered, and closes the connections.
    /// </summary>
    /// <param name="cancellationToken">Gives up the requests that are being carried out.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), aborting))
        {
            await Task.WhenAll(connections.Values).ConfigureAwait(false);
        }

        listener?.Dispose();
    }

    /// <summary>Stops at once; requests that are being carried out are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        stopping.Dispose();
        aborting.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Admit(await listener!.AcceptAsync(stopping.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception error) when (error is SocketException or IOException)
            {
                // The client gave up before it was accepted, or the system is short of sockets: the pause keeps the latter
                // from filling a processor.
                await Task.Delay(PauseAfterFailedAccept, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        listener!.Dispose();
    }

    private void Admit(Socket client)
    {
        if (connections.Count >= options.MaxConnections)
        {
            client.Dispose();
            return;
        }

        client.NoDelay = true;
        var connection = new ServerConnection(
            new NetworkStream(client, ownsSocket: true), unitId => Volatile.Read(ref units[unitId]), options.IdleTimeout, time);
        var begun = new TaskCompletionSource();
        connections[connection] = ServeAsync(connection, begun.Task);
        begun.SetResult();
    }

    // Begins only when the connection is entered in the table, so that it cannot leave it before.
    private async Task ServeAsync(ServerConnection connection, Task entered)
    {
        await entered.ConfigureAwait(false);
        using (connection)
        {
            await connection.ServeAsync(stopping.Token, aborting.Token).ConfigureAwait(false);
            connections.TryRemove(connection, out _);
        }
    }
}
