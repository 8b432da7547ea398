using System.Net.Sockets;
using Twins.Protocols.Connections;

namespace Twins.Protocols.Modbus.Master;

/// <summary>One connection of the library NModbus: requests take turns, and the library's errors become ours.</summary>
internal sealed class NModbusLink(ModbusTcpMasterOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly string _endpoint = FormattableString.Invariant($"{options.Host}:{options.Port}");
    private readonly ExponentialBackoff _backoff = new(options.ReconnectDelay, options.MaxReconnectDelay, options.Jitter);
    private readonly UnitRests _rests = new(new ExponentialBackoff(options.UnitRestDelay, options.MaxUnitRestDelay, options.Jitter), time);
    private readonly SemaphoreSlim _turn = new(1);
    private TcpClient? _client;
    private NModbus.IModbusMaster? _library;
    private ModbusConnectionException? _lastFailure;
    private int _failures;
    private int _waiting;
    private volatile ModbusConnectionState _state = ModbusConnectionState.Idle;

    public event EventHandler<ModbusConnectionStateChangedEventArgs>? Changed;

    public ModbusConnectionState State => _state;

    public Task ConnectAsync(CancellationToken cancellationToken) => TakeTurnAsync(() => ConnectedAsync(null), cancellationToken);

    public async Task<T> AskAsync<T>(ModbusRequest request, Func<NModbus.IModbusMaster, T> ask, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _waiting) >= options.QueueCapacity)
        {
            throw new ModbusBusyException(_endpoint, request, options.QueueCapacity);
        }

        return await TakeTurnAsync(() => AskInTurnAsync(request, ask), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Ends a request that is under way, which then gives up its turn.
        Change(ModbusConnectionState.Closed);
        _client?.Dispose();
        await _turn.WaitAsync().ConfigureAwait(false);
        CloseConnection();
        _turn.Release();
    }

    // A request that has begun goes on when its caller has stopped to wait: the library cannot be interrupted.
    private async Task<T> TakeTurnAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        Interlocked.Increment(ref _waiting);
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
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
                _turn.Release();
            }
        }
    }

    private async Task<T> AskInTurnAsync<T>(ModbusRequest request, Func<NModbus.IModbusMaster, T> ask)
    {
        if (_rests.IsResting(request.UnitId, out var timeouts, out var retryAt))
        {
            throw new ModbusUnitBackoffException(_endpoint, request, timeouts, retryAt);
        }

        var master = await ConnectedAsync(request).ConfigureAwait(false);
        _rests.Asked(request.UnitId);
        try
        {
            var answer = ask(master);
            _rests.Answered(request.UnitId);
            return answer;
        }
        catch (NModbus.SlaveException refusal)
        {
            var code = (ModbusExceptionCode)refusal.SlaveExceptionCode;
            _rests.Refused(request.UnitId, code);
            throw new ModbusDeviceException(_endpoint, request, code);
        }
        catch (Exception error) when (
            error is IOException or SocketException or FormatException or InvalidOperationException or TimeoutException)
        {
            throw Failed(request, error);
        }
    }

    private async Task<NModbus.IModbusMaster> ConnectedAsync(ModbusRequest? request)
    {
        if (_library is not null)
        {
            return _library;
        }

        if (_lastFailure is { RetryAt: { } retryAt } && time.GetUtcNow() < retryAt)
        {
            throw new ModbusConnectionException(_endpoint, _lastFailure.Reason, request, retryAt, _lastFailure);
        }

        Change(ModbusConnectionState.Connecting);
        _client = new TcpClient { NoDelay = true };
        ThrowIfClosed();
        try
        {
            using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
            await _client.ConnectAsync(options.Host, options.Port, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw Lost(request, error is OperationCanceledException ? "no connection in time" : error.Message, error);
        }

        _library = new NModbus.ModbusFactory().CreateMaster(_client);
        _library.Transport.ReadTimeout = (int)options.RequestTimeout.TotalMilliseconds;
        _library.Transport.WriteTimeout = (int)options.RequestTimeout.TotalMilliseconds;
        _library.Transport.Retries = 0;
        _library.Transport.SlaveBusyUsesRetryCount = true;
        _failures = 0;
        Change(ModbusConnectionState.Connected);
        return _library;
    }

    // The library tells its errors apart by their causes and texts only.
    private Exception Failed(ModbusRequest request, Exception error)
    {
        if (_state == ModbusConnectionState.Closed)
        {
            return new ObjectDisposedException(nameof(NModbusMaster));
        }

        var cause = error as SocketException ?? error.InnerException as SocketException;
        if (error is TimeoutException || cause?.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            CloseConnection();
            _rests.TimedOut(request.UnitId);
            return new ModbusTimeoutException(_endpoint, request, options.RequestTimeout);
        }

        if (cause is not null || error is InvalidOperationException || error.Message.Contains("0 bytes", StringComparison.Ordinal))
        {
            return Lost(request, "the connection was lost", error);
        }

        CloseConnection();
        return new ModbusProtocolException(_endpoint, error.Message, request);
    }

    private ModbusConnectionException Lost(ModbusRequest? request, string reason, Exception error)
    {
        CloseConnection();
        _failures++;
        var retryAt = time.GetUtcNow() + _backoff.Delay(_failures, Random.Shared.NextDouble());
        _lastFailure = new ModbusConnectionException(_endpoint, reason, request, retryAt, error);
        Change(ModbusConnectionState.WaitingToReconnect, _lastFailure);
        return _lastFailure;
    }

    private void CloseConnection()
    {
        _library?.Dispose();
        _library = null;
        _client?.Dispose();
        _client = null;
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_state == ModbusConnectionState.Closed, typeof(NModbusMaster));

    private void Change(ModbusConnectionState next, ModbusException? error = null)
    {
        if (_state != ModbusConnectionState.Closed)
        {
            _state = next;
            Changed?.Invoke(this, new ModbusConnectionStateChangedEventArgs(next, error));
        }
    }
}
