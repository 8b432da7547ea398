using System.Net.Sockets;
using Twins.Protocols.Connections;

namespace Twins.Adapters.Modbus.Wire.Master;

/// <summary>Opens the connection, and opens it again with growing delays whenever it is refused or lost, until it is stopped.</summary>
internal sealed class ConnectionKeeper(
    ModbusTcpMasterOptions options,
    TimeProvider time,
    string endpoint,
    RequestDispatcher dispatcher,
    Action<ModbusConnectionStateChangedEventArgs> onChange) : IAsyncDisposable
{
    private readonly ExponentialBackoff _backoff = new(options.ReconnectDelay, options.MaxReconnectDelay, options.Jitter);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _attempt = NewAttempt();
    private Task? _running;
    private int _failures;
    private bool _disposed;
    private volatile ModbusConnectionState _state = ModbusConnectionState.Idle;

    public ModbusConnectionState State => _state;

    public int Losses { get; private set; }

    /// <summary>Begins to keep the connection, unless that was begun before.</summary>
    public void EnsureStarted()
    {
        if (_state != ModbusConnectionState.Idle)
        {
            return;
        }

        lock (_gate)
        {
            if (_running is null && !_disposed)
            {
                // The caller's context, a grain's turn for example, must not carry the connection.
                using (ExecutionContext.SuppressFlow())
                {
                    _running = Task.Run(RunAsync);
                }
            }
        }
    }

    /// <summary>Completes with the outcome of the attempt that is under way, or of the last one.</summary>
    public Task AttemptAsync()
    {
        lock (_gate)
        {
            return _attempt.Task;
        }
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
                var error = await ConnectAndReceiveAsync(_stopping.Token).ConfigureAwait(false);
                await WaitToReconnectAsync(error, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            Close();
        }
    }

    private async Task<ModbusException> ConnectAndReceiveAsync(CancellationToken cancellationToken)
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
            _state = ModbusConnectionState.Connected;
            _attempt.TrySetResult();
            dispatcher.Attach(link);
            Change(ModbusConnectionState.Connected);
            var end = await link.ReceiveAsync(dispatcher, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();

            // A device that accepts and never answers is no better than one that refuses: the delay goes on growing.
            _failures = link.HasReceived ? 0 : _failures;
            return end;
        }
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
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
        var retryAt = time.GetUtcNow() + delay;
        var reason = error switch
        {
            ModbusConnectionException connection => connection.Reason,
            ModbusProtocolException protocol => $"the device sent what is no Modbus frame: {protocol.Violation}",
            _ => error.Message,
        };
        var failed = new ModbusConnectionException(endpoint, reason, null, retryAt, error);
        _state = ModbusConnectionState.WaitingToReconnect;
        dispatcher.Refuse(request => new ModbusConnectionException(endpoint, reason, request, retryAt, error));
        FailAttempt(failed);
        var wait = Task.Delay(delay, time, cancellationToken);
        Change(ModbusConnectionState.WaitingToReconnect, failed);
        await wait.ConfigureAwait(false);
        lock (_gate)
        {
            _attempt = NewAttempt();
        }
    }

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

            // Nobody has to be waiting.
            _ = _attempt.Task.Exception;
        }
    }

    private void Close()
    {
        _state = ModbusConnectionState.Closed;
        dispatcher.Refuse(_ => Disposed());
        FailAttempt(Disposed());
        Change(ModbusConnectionState.Closed);
        _stopping.Dispose();
    }

    private ObjectDisposedException Disposed() => new(nameof(ModbusTcpMaster), $"The Modbus master of {endpoint} is disposed of.");

    private void Change(ModbusConnectionState next, ModbusException? error = null)
    {
        _state = next;
        onChange(new ModbusConnectionStateChangedEventArgs(next, error));
    }
}
