using Twins.Protocols.Connections;
using Twins.Adapters.Modbus.Wire.Wire;

namespace Twins.Adapters.Modbus.Wire.Master;

/// <summary>
/// Decides what happens to requests: sent now, queued, refused, answered, timed out. It outlives connections; the
/// <see cref="ConnectionKeeper"/> attaches each new one and detaches the lost.
/// </summary>
internal sealed class RequestDispatcher : IDisposable
{
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(1);

    private readonly ModbusTcpMasterOptions _options;
    private readonly TimeProvider _time;
    private readonly string _endpoint;
    private readonly Lock _gate = new();
    private readonly Queue<ModbusTransaction> _waiting = [];
    private readonly InFlightRequests _inFlight;
    private readonly SilenceCounter _silences = new();
    private readonly UnitRests _rests;
    private readonly ITimer _timer;
    private Func<ModbusRequest, Exception>? _refusal;
    private ModbusTcpLink? _link;
    private bool _timerArmed;

    public RequestDispatcher(ModbusTcpMasterOptions options, TimeProvider time, string endpoint)
    {
        _options = options;
        _time = time;
        _endpoint = endpoint;
        _inFlight = new InFlightRequests((long)(options.RequestTimeout.TotalSeconds * time.TimestampFrequency));
        _rests = new UnitRests(new ExponentialBackoff(options.UnitRestDelay, options.MaxUnitRestDelay, options.Jitter), time);
        _timer = time.CreateTimer(
            static state => ((RequestDispatcher)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a prepared request; its outcome is that of the returned task.</summary>
    public ValueTask Submit(ModbusTransaction transaction, ModbusTransactionPool pool, CancellationToken cancellationToken)
    {
        Exception? error;
        ValueTask outcome = default;
        ModbusTcpLink? toFlush = null;
        lock (_gate)
        {
            error = RefusalOf(transaction.Request);
            if (error is null)
            {
                outcome = transaction.Start(cancellationToken);
                _waiting.Enqueue(transaction);
                toFlush = SendWaiting();
            }
        }

        if (error is not null)
        {
            pool.Return(transaction);
            return ValueTask.FromException(error);
        }

        toFlush?.StartFlush();
        return outcome;
    }

    /// <summary>Requests wait from now on: a connection is being opened.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _refusal = null;
        }
    }

    /// <summary>Requests go over this connection from now on.</summary>
    public void Attach(ModbusTcpLink opened)
    {
        ModbusTcpLink? toFlush;
        lock (_gate)
        {
            _link = opened;
            _silences.Reset();
            toFlush = SendWaiting();
        }

        toFlush?.StartFlush();
    }

    /// <summary>Fails every request on its way, and each further one until <see cref="Hold"/>.</summary>
    public void Refuse(Func<ModbusRequest, Exception> reason)
    {
        lock (_gate)
        {
            _refusal = reason;
            _link = null;
            _rests.ConnectionLost();
            foreach (var transaction in _inFlight.TakeAll())
            {
                GiveUp(transaction, reason(transaction.Request));
            }

            while (_waiting.TryDequeue(out var transaction))
            {
                GiveUp(transaction, reason(transaction.Request));
            }
        }
    }

    /// <summary>Takes a frame from the connection. One that no request waits for (any more) is dropped.</summary>
    public void Receive(ReadOnlySpan<byte> frame)
    {
        ModbusTransaction transaction;
        lock (_gate)
        {
            _silences.Reset();
            if (!_inFlight.TryTake(ModbusFraming.TransactionId(frame), out transaction))
            {
                return;
            }

            NoteAnswer(transaction, frame);
        }

        transaction.Answer(frame, _endpoint);
        transaction.Release();
    }

    /// <summary>Sends what the answers of a batch made room for.</summary>
    public void SendNext()
    {
        ModbusTcpLink? toFlush;
        lock (_gate)
        {
            toFlush = SendWaiting();
        }

        toFlush?.StartFlush();
    }

    public void Dispose() => _timer.Dispose();

    private static void GiveUp(ModbusTransaction transaction, Exception error)
    {
        transaction.Fail(error);
        transaction.Release();
    }

    private Exception? RefusalOf(ModbusRequest request)
    {
        if (_refusal is not null)
        {
            return _refusal(request);
        }

        if (_waiting.Count >= _options.QueueCapacity)
        {
            return new ModbusBusyException(_endpoint, request, _options.QueueCapacity);
        }

        return RestOf(request);
    }

    private ModbusUnitBackoffException? RestOf(ModbusRequest request) => _rests.IsResting(request.UnitId, out var timeouts, out var retryAt)
        ? new ModbusUnitBackoffException(_endpoint, request, timeouts, retryAt)
        : null;

    // Under the gate. Returns the connection when it has something to flush, which is done outside the gate.
    private ModbusTcpLink? SendWaiting()
    {
        if (_link is null)
        {
            return null;
        }

        while (_inFlight.Count < _options.MaxInFlight && _link.HasRoom && _waiting.TryDequeue(out var transaction))
        {
            if (transaction.IsDecided)
            {
                transaction.Release();
            }
            else if (RestOf(transaction.Request) is { } rest)
            {
                GiveUp(transaction, rest);
            }
            else
            {
                Send(transaction, _link);
            }
        }

        return _link.HasToFlush ? _link : null;
    }

    private void Send(ModbusTransaction transaction, ModbusTcpLink to)
    {
        _inFlight.Add(transaction, _time.GetTimestamp());
        _rests.Asked(transaction.Request.UnitId);
        to.Append(transaction.Frame);
        if (!_timerArmed)
        {
            // One timer for all: it is set anew only when it fires, so that a request costs no timer of its own.
            _timerArmed = true;
            _timer.Change(_options.RequestTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void Expire()
    {
        ModbusTcpLink? current;
        ModbusTcpLink? toFlush;
        string? abortReason;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var expired = _inFlight.TakeExpired(now);
            foreach (var transaction in expired)
            {
                _rests.TimedOut(transaction.Request.UnitId);
                _silences.TimedOut(transaction.SentAt, now);
                GiveUp(transaction, new ModbusTimeoutException(_endpoint, transaction.Request, _options.RequestTimeout));
            }

            current = _link;
            abortReason = expired.Count > 0 ? ReasonToGiveUpConnection() : null;
            Rearm(now);
            toFlush = abortReason is null ? SendWaiting() : null;
        }

        if (abortReason is not null)
        {
            current?.Abort(abortReason);
        }

        toFlush?.StartFlush();
    }

    private void Rearm(long now)
    {
        var oldest = _inFlight.OldestSentAt();
        _timerArmed = oldest is not null;
        if (oldest is { } sentAt)
        {
            var remaining = _options.RequestTimeout - _time.GetElapsedTime(sentAt, now);
            _timer.Change(remaining > TimerResolution ? remaining : TimerResolution, Timeout.InfiniteTimeSpan);
        }
    }

    private void NoteAnswer(ModbusTransaction transaction, ReadOnlySpan<byte> frame)
    {
        if (ResponseReader.IsException(ModbusFraming.Pdu(transaction.Frame), ModbusFraming.Pdu(frame), out var code))
        {
            _rests.Refused(transaction.Request.UnitId, code);
        }
        else
        {
            _rests.Answered(transaction.Request.UnitId);
        }
    }

    private string? ReasonToGiveUpConnection()
    {
        if (_silences.Count >= _options.SilencesBeforeReconnect)
        {
            return FormattableString.Invariant($"{_silences.Count} requests one after the other were left unanswered");
        }

        return _link is { HasRoom: false } ? "the device does not take what is sent" : null;
    }
}
