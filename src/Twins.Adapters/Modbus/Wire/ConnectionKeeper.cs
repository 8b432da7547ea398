using System.Net.Sockets;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// Opens the connection when a request needs it. That the device closes a connection over which it answered, idle or not, is no failure: the next
/// request opens it again. One that is refused, given up, or lost without an answer is tried again with growing delays.
/// </summary>
internal sealed class ConnectionKeeper(
    ModbusTcpMasterOptions options,
    TimeProvider time,
    string endpoint,
    RequestDispatcher dispatcher,
    Action<ModbusConnectionStateChangedEventArgs> onChange) : IAsyncDisposable
{
    // A connection that a router on the way has forgotten is found within a minute, also while nothing is asked.
    private const int KeepAliveSeconds = 30;
    private const int KeepAliveIntervalSeconds = 10;
    private const int KeepAliveProbes = 3;

    private const string ClosedHere = "it was closed on this side";

    private readonly ExponentialBackoff _backoff = new(options.ReconnectDelay, options.MaxReconnectDelay, options.Jitter);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _demand = new(0);
    private readonly Lock _gate = new();
    private TaskCompletionSource _attempt = NewAttempt();
    private Task? _running;
    private int _demanded;
    private int _failures;
    private bool _disposed;
    private volatile bool _asked;
    private volatile ModbusConnectionState _state = ModbusConnectionState.Idle;

    public ModbusConnectionState State => _state;

    public int Losses { get; private set; }

    /// <summary>Something waits for a connection.</summary>
    public void Demand()
    {
        if (Interlocked.Exchange(ref _demanded, 1) != 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _demand.Release();
            if (_running is null)
            {
                // The caller's context, a grain's turn for example, must not carry the connection.
                using (ExecutionContext.SuppressFlow())
                {
                    _running = Task.Run(RunAsync);
                }
            }
        }
    }

    /// <summary>Opens the connection unless it is open; completes with the outcome of the attempt that is in progress, or of the last one.</summary>
    public Task ConnectAsync()
    {
        Task attempt;
        lock (_gate)
        {
            attempt = _attempt.Task;
        }

        if (!attempt.IsCompleted)
        {
            _asked = true;
            Demand();
        }

        return attempt;
    }

    public async ValueTask DisposeAsync()
    {
        bool first;
        lock (_gate)
        {
            first = !_disposed;
            _disposed = true;
        }

        if (first)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }

        // From here on nothing starts to run any more.
        if (_running is not null)
        {
            await _running.ConfigureAwait(false);
        }
        else if (first)
        {
            Close();
        }
    }

    private static TaskCompletionSource NewAttempt() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _demand.WaitAsync(_stopping.Token).ConfigureAwait(false);
                Volatile.Write(ref _demanded, 0);
                while (_asked || dispatcher.HasWaiting)
                {
                    _asked = false;
                    if (await ConnectAndReceiveAsync(_stopping.Token).ConfigureAwait(false) is { } error)
                    {
                        await WaitToReconnectAsync(error, _stopping.Token).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Close();
        }
    }

    /// <summary>Null when the connection ended without a failure.</summary>
    private async Task<ModbusException?> ConnectAndReceiveAsync(CancellationToken cancellationToken)
    {
        dispatcher.Hold();
        Change(ModbusConnectionState.Connecting);
        ModbusTcpLink link;
        try
        {
            link = new ModbusTcpLink(await ConnectAsync(cancellationToken).ConfigureAwait(false), endpoint, options.MaxInFlight);
        }
        catch (ModbusConnectionException error)
        {
            return error;
        }

        using (link)
        {
            if (options.ConnectDelay > TimeSpan.Zero)
            {
                await Task.Delay(options.ConnectDelay, time, cancellationToken).ConfigureAwait(false);
            }

            _state = ModbusConnectionState.Connected;
            _attempt.TrySetResult();
            dispatcher.Attach(link);
            Change(ModbusConnectionState.Connected);
            var end = await link.ReceiveAsync(dispatcher, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();

            // A device that accepts and never answers is no better than one that refuses: the delay goes on growing.
            _failures = link.HasReceived ? 0 : _failures;
            if (!end.ByPeer || (!link.HasReceived && dispatcher.HasInFlight))
            {
                return end.Error;
            }

            var reason = Reason(end.Error);
            dispatcher.Detach(request => new ModbusConnectionException(endpoint, reason, request, innerException: end.Error));
            lock (_gate)
            {
                _attempt = NewAttempt();
            }

            Change(ModbusConnectionState.Idle);
            return null;
        }
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
            await socket.ConnectAsync(options.Host, options.Port, either.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception error)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            var reason = limit.IsCancellationRequested
                ? FormattableString.Invariant($"no connection within {options.ConnectTimeout.TotalMilliseconds} ms")
                : error.Message;
            throw new ModbusConnectionException(endpoint, reason, innerException: error);
        }
    }

    private async Task WaitToReconnectAsync(ModbusException error, CancellationToken cancellationToken)
    {
        _failures++;
        Losses++;
        var delay = _backoff.Delay(_failures, Random.Shared.NextDouble());
        var retryAt = MonotonicTime.Now(time) + delay;
        var reason = Reason(error);
        var failed = new ModbusConnectionException(endpoint, reason, null, delay, error);
        _state = ModbusConnectionState.WaitingToReconnect;
        dispatcher.Refuse(request => new ModbusConnectionException(endpoint, reason, request, retryAt.Remaining(time), error));
        FailAttempt(failed);
        var wait = Task.Delay(delay, time, cancellationToken);
        Change(ModbusConnectionState.WaitingToReconnect, failed);
        await wait.ConfigureAwait(false);
        lock (_gate)
        {
            _attempt = NewAttempt();
        }

        dispatcher.Hold();
        Change(ModbusConnectionState.Idle);
    }

    private static string Reason(ModbusException error) => error switch
    {
        ModbusConnectionException connection => connection.Reason,
        ModbusProtocolException protocol => $"the device sent what is no Modbus frame: {protocol.Violation}",
        _ => error.Message,
    };

    // After a lost connection the attempt stands for the wait: who asks to connect meanwhile learns why and until when.
    private void FailAttempt(Exception error)
    {
        lock (_gate)
        {
            if (!_attempt.TrySetException(error))
            {
                _attempt = NewAttempt();
                _attempt.SetException(error);
            }

            // Nothing has to be waiting.
            _ = _attempt.Task.Exception;
        }
    }

    private void Close()
    {
        _state = ModbusConnectionState.Closed;
        dispatcher.Refuse(request => new ModbusConnectionException(endpoint, ClosedHere, request));
        FailAttempt(new ModbusConnectionException(endpoint, ClosedHere));
        Change(ModbusConnectionState.Closed);
        _stopping.Dispose();
    }

    private void Change(ModbusConnectionState next, ModbusException? error = null)
    {
        _state = next;
        onChange(new ModbusConnectionStateChangedEventArgs(next, error));
    }
}
