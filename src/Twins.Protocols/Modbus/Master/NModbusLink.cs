using System.Net.Sockets;

namespace Twins.Protocols.Modbus.Master;

/// <summary>One connection of the library NModbus: requests take turns, and the library's errors become ours.</summary>
internal sealed class NModbusLink(ModbusTcpMasterOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly string endpoint = FormattableString.Invariant($"{options.Host}:{options.Port}");
    private readonly ExponentialBackoff backoff = new(options.ReconnectDelay, options.MaxReconnectDelay, options.Jitter);
    private readonly UnitRests rests = new(new ExponentialBackoff(options.UnitRestDelay, options.MaxUnitRestDelay, options.Jitter), time);
    private readonly SemaphoreSlim turn = new(1);
    private TcpClient? client;
    private NModbus.IModbusMaster? library;
    private ModbusConnectionException? lastFailure;
    private int failures;
    private int waiting;
    private volatile ModbusConnectionState state = ModbusConnectionState.Idle;

    public event EventHandler<ModbusConnectionStateChangedEventArgs>? Changed;

    public ModbusConnectionState State => state;

    public Task ConnectAsync(CancellationToken cancellationToken) => TakeTurnAsync(() => ConnectedAsync(null), cancellationToken);

    public async Task<T> AskAsync<T>(ModbusRequest request, Func<NModbus.IModbusMaster, T> ask, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref waiting) >= options.QueueCapacity)
        {
            throw new ModbusBusyException(endpoint, request, options.QueueCapacity);
        }

        return await TakeTurnAsync(() => AskInTurnAsync(request, ask), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Ends a request that is under way, which then gives up its turn.
        Change(ModbusConnectionState.Closed);
        client?.Dispose();
        await turn.WaitAsync().ConfigureAwait(false);
        CloseConnection();
        turn.Release();
    }

    // A request that has begun goes on when its caller has stopped to wait: the library cannot be interrupted.
    private async Task<T> TakeTurnAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        Interlocked.Increment(ref waiting);
        try
        {
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        return await Task.Run(RunAsync, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);

        async Task<T> RunAsync()
        {
            try
            {
                ThrowIfClosed();
                return await action().ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    private async Task<T> AskInTurnAsync<T>(ModbusRequest request, Func<NModbus.IModbusMaster, T> ask)
    {
        if (rests.IsResting(request.UnitId, out var timeouts, out var retryAt))
        {
            throw new ModbusUnitBackoffException(endpoint, request, timeouts, retryAt);
        }

        var master = await ConnectedAsync(request).ConfigureAwait(false);
        rests.Asked(request.UnitId);
        try
        {
            var answer = ask(master);
            rests.Answered(request.UnitId);
            return answer;
        }
        catch (NModbus.SlaveException refusal)
        {
            var code = (ModbusExceptionCode)refusal.SlaveExceptionCode;
            rests.Refused(request.UnitId, code);
            throw new ModbusDeviceException(endpoint, request, code);
        }
        catch (Exception error) when (
            error is IOException or SocketException or FormatException or InvalidOperationException or TimeoutException)
        {
            throw Failed(request, error);
        }
    }

    private async Task<NModbus.IModbusMaster> ConnectedAsync(ModbusRequest? request)
    {
        if (library is not null)
        {
            return library;
        }

        if (lastFailure is { RetryAt: { } retryAt } && time.GetUtcNow() < retryAt)
        {
            throw new ModbusConnectionException(endpoint, lastFailure.Reason, request, retryAt, lastFailure);
        }

        Change(ModbusConnectionState.Connecting);
        client = new TcpClient { NoDelay = true };
        ThrowIfClosed();
        try
        {
            using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
            await client.ConnectAsync(options.Host, options.Port, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw Lost(request, error is OperationCanceledException ? "no connection in time" : error.Message, error);
        }

        library = new NModbus.ModbusFactory().CreateMaster(client);
        library.Transport.ReadTimeout = (int)options.RequestTimeout.TotalMilliseconds;
        library.Transport.WriteTimeout = (int)options.RequestTimeout.TotalMilliseconds;
        library.Transport.Retries = 0;
        library.Transport.SlaveBusyUsesRetryCount = true;
        failures = 0;
        Change(ModbusConnectionState.Connected);
        return library;
    }

    // The library tells its errors apart by their causes and texts only.
    private Exception Failed(ModbusRequest request, Exception error)
    {
        if (state == ModbusConnectionState.Closed)
        {
            return new ObjectDisposedException(nameof(NModbusMaster));
        }

        var cause = error as SocketException ?? error.InnerException as SocketException;
        if (error is TimeoutException || cause?.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            CloseConnection();
            rests.TimedOut(request.UnitId);
            return new ModbusTimeoutException(endpoint, request, options.RequestTimeout);
        }

        if (cause is not null || error is InvalidOperationException || error.Message.Contains("0 bytes", StringComparison.Ordinal))
        {
            return Lost(request, "the connection was lost", error);
        }

        CloseConnection();
        return new ModbusProtocolException(endpoint, error.Message, request);
    }

    private ModbusConnectionException Lost(ModbusRequest? request, string reason, Exception error)
    {
        CloseConnection();
        failures++;
        var retryAt = time.GetUtcNow() + backoff.Delay(failures, Random.Shared.NextDouble());
        lastFailure = new ModbusConnectionException(endpoint, reason, request, retryAt, error);
        Change(ModbusConnectionState.WaitingToReconnect, lastFailure);
        return lastFailure;
    }

    private void CloseConnection()
    {
        library?.Dispose();
        library = null;
        client?.Dispose();
        client = null;
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(state == ModbusConnectionState.Closed, typeof(NModbusMaster));

    private void Change(ModbusConnectionState next, ModbusException? error = null)
    {
        if (state != ModbusConnectionState.Closed)
        {
            state = next;
            Changed?.Invoke(this, new ModbusConnectionStateChangedEventArgs(next, error));
        }
    }
}
