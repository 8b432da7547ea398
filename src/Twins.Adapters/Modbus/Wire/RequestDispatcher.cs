
namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// Decides what happens to requests: sent now, queued, refused, answered, timed out, asked once more. It outlives connections; the
/// <see cref="ConnectionKeeper"/> attaches each new one and detaches the lost.
/// </summary>
internal sealed class RequestDispatcher : IDisposable
{
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(1);

    private readonly ModbusTcpMasterOptions _options;
    private readonly TimeProvider _time;
    private readonly string _endpoint;
    private readonly Lock _gate = new();
    private readonly Action<ModbusIrregularityEventArgs> _onIrregularity;
    private Queue<ModbusTransaction> _waiting = [];
    private readonly InFlightRequests _inFlight;
    private readonly SilenceCounter _silences = new();
    private readonly UnitRests _rests;
    private readonly ITimer _timer;
    private Func<ModbusRequest, ModbusException>? _refusal;
    private ModbusTcpLink? _link;
    private bool _timerArmed;

    public RequestDispatcher(
        ModbusTcpMasterOptions options, TimeProvider time, string endpoint, Action<ModbusIrregularityEventArgs>? onIrregularity = null)
    {
        _onIrregularity = onIrregularity ?? (_ => { });
        _options = options;
        _time = time;
        _endpoint = endpoint;
        _inFlight = new InFlightRequests((long)(options.RequestTimeout.TotalSeconds * time.TimestampFrequency));
        _rests = new UnitRests(new ExponentialBackoff(options.UnitRestDelay, options.MaxUnitRestDelay, options.Jitter), time);
        _timer = time.CreateTimer(
            static state => ((RequestDispatcher)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether requests wait to be sent.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Whether an answer is awaited.</summary>
    public bool HasInFlight
    {
        get
        {
            lock (_gate)
            {
                return _inFlight.Count > 0;
            }
        }
    }

    /// <summary>Takes a prepared request; its outcome is that of the returned task.</summary>
    /// <param name="transaction">The request.</param>
    /// <param name="pool">Where it goes back to.</param>
    /// <param name="needsConnection">Whether it waits for a connection to be opened.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask Submit(
        ModbusTransaction transaction, ModbusTransactionPool pool, out bool needsConnection, CancellationToken cancellationToken)
    {
        ModbusException? error;
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

            needsConnection = error is null && _link is null;
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

    /// <summary>
    /// The device closed a connection over which it had answered: what it never got waits for the next one, what only reads is asked once more
    /// there, and the rest fails, because it may have been carried out.
    /// </summary>
    /// <returns>Whether anything was in flight.</returns>
    public bool Detach(Func<ModbusRequest, ModbusException> reason)
    {
        lock (_gate)
        {
            var link = _link;
            _link = null;
            _rests.ConnectionLost();
            var lost = _inFlight.TakeAll();
            if (lost.Count == 0)
            {
                return false;
            }

            var again = new Queue<ModbusTransaction>();
            foreach (var transaction in lost)
            {
                var wasSent = link is null || link.WasHandedOver(transaction.StreamPosition);
                if (!wasSent || (transaction.IsRead && !transaction.IsRepeated))
                {
                    transaction.IsRepeated |= wasSent;
                    again.Enqueue(transaction);
                }
                else
                {
                    GiveUp(transaction, reason(transaction.Request), wasSent);
                }
            }

            foreach (var transaction in _waiting)
            {
                again.Enqueue(transaction);
            }

            _waiting = again;
            return true;
        }
    }

    /// <summary>Fails every request on its way, and each further one until <see cref="Hold"/>.</summary>
    public void Refuse(Func<ModbusRequest, ModbusException> reason)
    {
        lock (_gate)
        {
            var link = _link;
            _refusal = reason;
            _link = null;
            _rests.ConnectionLost();
            foreach (var transaction in _inFlight.TakeAll())
            {
                GiveUp(transaction, reason(transaction.Request), link is null || link.WasHandedOver(transaction.StreamPosition));
            }

            while (_waiting.TryDequeue(out var transaction))
            {
                GiveUp(transaction, reason(transaction.Request), wasSent: transaction.IsRepeated);
            }
        }
    }

    /// <summary>Whether the answer to a request with this identifier is awaited.</summary>
    public bool IsAwaited(ushort transactionId)
    {
        lock (_gate)
        {
            return _inFlight.Contains(transactionId);
        }
    }

    /// <summary>Bytes came that belong to no answer.</summary>
    public void OnSurplus(long bytes) => _onIrregularity(new ModbusIrregularityEventArgs(
        ModbusIrregularity.SurplusBytes, bytes, FormattableString.Invariant($"{_endpoint} sent {bytes} byte(s) that belong to no answer")));

    /// <summary>Takes a frame from the connection. One that no request waits for (any more) is counted and dropped.</summary>
    public void Receive(ReadOnlySpan<byte> frame)
    {
        ModbusTransaction? transaction;
        ModbusIrregularityEventArgs? irregularity = null;
        lock (_gate)
        {
            _silences.Reset();
            var id = ModbusFraming.TransactionId(frame);
            if (!_inFlight.TryTake(id, out transaction))
            {
                (transaction, irregularity) = TakeByOrder(id, frame.Length);
            }
            else if (ModbusFraming.UnitId(frame) != transaction.Request.UnitId)
            {
                irregularity = Mismatch("unit", ModbusFraming.UnitId(frame), transaction);
            }

            if (transaction is not null)
            {
                OnAnswer(transaction, frame);
            }
        }

        if (irregularity is not null)
        {
            _onIrregularity(irregularity);
        }

        if (transaction is not null)
        {
            transaction.Answer(frame, _endpoint, _options.AcceptMismatchedIds);
            transaction.Release();
        }
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

    private static void GiveUp(ModbusTransaction transaction, ModbusException error, bool wasSent)
    {
        error.WasSent = wasSent;
        transaction.Fail(error);
        transaction.Release();
    }

    // Under the gate: what to do with an answer whose identifier no request in flight has.
    private (ModbusTransaction? Transaction, ModbusIrregularityEventArgs Irregularity) TakeByOrder(ushort id, int length)
    {
        switch (_inFlight.WasAnswered(id))
        {
            case false:
                return (null, new ModbusIrregularityEventArgs(
                    ModbusIrregularity.LateAnswer, 1, FormattableString.Invariant($"{_endpoint} answered transaction {id} after its time")));
            case true:
                return (null, new ModbusIrregularityEventArgs(
                    ModbusIrregularity.SurplusBytes, length, FormattableString.Invariant($"{_endpoint} answered transaction {id} again")));
        }

        var only = _inFlight.Only();
        var irregularity = Mismatch("transaction", id, only);
        if (only is not null && _options.AcceptMismatchedIds)
        {
            _inFlight.TryTake(only.TransactionId, out _);
            return (only, irregularity);
        }

        if (only is not null)
        {
            only.Mismatch = irregularity.Description;
        }

        return (null, irregularity);
    }

    private ModbusIrregularityEventArgs Mismatch(string kind, int id, ModbusTransaction? transaction)
    {
        var expected = transaction is null ? "" : FormattableString.Invariant($", expected {(kind == "unit" ? transaction.Request.UnitId : transaction.TransactionId)}");
        return new ModbusIrregularityEventArgs(
            ModbusIrregularity.MismatchedId, 1, FormattableString.Invariant($"{_endpoint} answered with {kind} identifier {id}{expected}"));
    }

    private ModbusException? RefusalOf(ModbusRequest request)
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

    private ModbusUnitBackoffException? RestOf(ModbusRequest request) => _rests.IsResting(request.UnitId, out var timeouts, out var retryIn)
        ? new ModbusUnitBackoffException(_endpoint, request, timeouts, retryIn)
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
                GiveUp(transaction, rest, wasSent: transaction.IsRepeated);
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
        _inFlight.Add(transaction, _time.GetTimestamp(), to.Position);
        _rests.Asked(transaction.Request.UnitId);
        to.Append(transaction.Frame);
        if (!_timerArmed)
        {
            // One timer for all: it is set again only when it fires, so that a request costs no timer of its own.
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
                GiveUp(transaction, Expired(transaction, now), wasSent: true);
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

    private ModbusException Expired(ModbusTransaction transaction, long now)
    {
        if (transaction.Mismatch is { } mismatch)
        {
            // It did answer, only not in a way that could be told to be the answer.
            _rests.Answered(transaction.Request.UnitId);
            return new ModbusProtocolException(_endpoint, mismatch, transaction.Request);
        }

        _rests.TimedOut(transaction.Request.UnitId);
        _silences.TimedOut(transaction.SentAt, now);
        return new ModbusTimeoutException(_endpoint, transaction.Request, _options.RequestTimeout);
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

    private void OnAnswer(ModbusTransaction transaction, ReadOnlySpan<byte> frame)
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
        if (_options.AcceptMismatchedIds)
        {
            // A late answer could not be told from that to the next request.
            return "a request was left unanswered, and answers do not say which request they belong to";
        }

        if (_silences.Count >= _options.SilencesBeforeReconnect)
        {
            return FormattableString.Invariant($"{_silences.Count} requests one after the other were left unanswered");
        }

        return _link is { HasRoom: false } ? "the device does not take what is sent" : null;
    }
}
