using Twins.Protocols.Modbus.Wire;

namespace Twins.Protocols.Modbus.Master;

/// <summary>
/// Decides what happens to requests: sent now, queued, refused, answered, timed out. It outlives connections; the
/// <see cref="ConnectionKeeper"/> attaches each new one and detaches the lost.
/// </summary>
internal sealed class RequestDispatcher : IDisposable
{
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(1);

    private readonly ModbusTcpMasterOptions options;
    private readonly TimeProvider time;
    private readonly string endpoint;
    private readonly Lock gate = new();
    private readonly Queue<ModbusTransaction> waiting = [];
    private readonly InFlightRequests inFlight;
    private readonly SilenceCounter silences = new();
    private readonly UnitRests rests;
    private readonly ITimer timer;
    private Func<ModbusRequest, Exception>? refusal;
    private ModbusTcpLink? link;
    private bool timerArmed;

    public RequestDispatcher(ModbusTcpMasterOptions options, TimeProvider time, string endpoint)
    {
        this.options = options;
        this.time = time;
        this.endpoint = endpoint;
        inFlight = new InFlightRequests((long)(options.RequestTimeout.TotalSeconds * time.TimestampFrequency));
        rests = new UnitRests(new ExponentialBackoff(options.UnitRestDelay, options.MaxUnitRestDelay, options.Jitter), time);
        timer = time.CreateTimer(
            static state => ((RequestDispatcher)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a prepared request; its outcome is that of the returned task.</summary>
    public ValueTask Submit(ModbusTransaction transaction, ModbusTransactionPool pool, CancellationToken cancellationToken)
    {
        Exception? error;
        ValueTask outcome = default;
        ModbusTcpLink? toFlush = null;
        lock (gate)
        {
            error = RefusalOf(transaction.Request);
            if (error is null)
            {
                outcome = transaction.Start(cancellationToken);
                waiting.Enqueue(transaction);
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
        lock (gate)
        {
            refusal = null;
        }
    }

    /// <summary>Requests go over this connection from now on.</summary>
    public void Attach(ModbusTcpLink opened)
    {
        ModbusTcpLink? toFlush;
        lock (gate)
        {
            link = opened;
            silences.Reset();
            toFlush = SendWaiting();
        }

        toFlush?.StartFlush();
    }

    /// <summary>Fails every request on its way, and each further one until <see cref="Hold"/>.</summary>
    public void Refuse(Func<ModbusRequest, Exception> reason)
    {
        lock (gate)
        {
            refusal = reason;
            link = null;
            rests.ConnectionLost();
            foreach (var transaction in inFlight.TakeAll())
            {
                GiveUp(transaction, reason(transaction.Request));
            }

            while (waiting.TryDequeue(out var transaction))
            {
                GiveUp(transaction, reason(transaction.Request));
            }
        }
    }

    /// <summary>Takes a frame from the connection. One that no request waits for (any more) is dropped.</summary>
    public void Receive(ReadOnlySpan<byte> frame)
    {
        ModbusTransaction transaction;
        lock (gate)
        {
            silences.Reset();
            if (!inFlight.TryTake(ModbusFraming.TransactionId(frame), out transaction))
            {
                return;
            }

            NoteAnswer(transaction, frame);
        }

        transaction.Answer(frame, endpoint);
        transaction.Release();
    }

    /// <summary>Sends what the answers of a batch made room for.</summary>
    public void SendNext()
    {
        ModbusTcpLink? toFlush;
        lock (gate)
        {
            toFlush = SendWaiting();
        }

        toFlush?.StartFlush();
    }

    public void Dispose() => timer.Dispose();

    private static void GiveUp(ModbusTransaction transaction, Exception error)
    {
        transaction.Fail(error);
        transaction.Release();
    }

    private Exception? RefusalOf(ModbusRequest request)
    {
        if (refusal is not null)
        {
            return refusal(request);
        }

        if (waiting.Count >= options.QueueCapacity)
        {
            return new ModbusBusyException(endpoint, request, options.QueueCapacity);
        }

        return RestOf(request);
    }

    private ModbusUnitBackoffException? RestOf(ModbusRequest request) => rests.IsResting(request.UnitId, out var timeouts, out var retryAt)
        ? new ModbusUnitBackoffException(endpoint, request, timeouts, retryAt)
        : null;

    // Under the gate. Returns the connection when it has something to flush, which is done outside the gate.
    private ModbusTcpLink? SendWaiting()
    {
        if (link is null)
        {
            return null;
        }

        while (inFlight.Count < options.MaxInFlight && link.HasRoom && waiting.TryDequeue(out var transaction))
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
                Send(transaction, link);
            }
        }

        return link.HasToFlush ? link : null;
    }

    private void Send(ModbusTransaction transaction, ModbusTcpLink to)
    {
        inFlight.Add(transaction, time.GetTimestamp());
        rests.Asked(transaction.Request.UnitId);
        to.Append(transaction.Frame);
        if (!timerArmed)
        {
            // One timer for all: it is set anew only when it fires, so that a request costs no timer of its own.
            timerArmed = true;
            timer.Change(options.RequestTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void Expire()
    {
        ModbusTcpLink? current;
        ModbusTcpLink? toFlush;
        string? abortReason;
        lock (gate)
        {
            var now = time.GetTimestamp();
            var expired = inFlight.TakeExpired(now);
            foreach (var transaction in expired)
            {
                rests.TimedOut(transaction.Request.UnitId);
                silences.TimedOut(transaction.SentAt, now);
                GiveUp(transaction, new ModbusTimeoutException(endpoint, transaction.Request, options.RequestTimeout));
            }

            current = link;
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
        var oldest = inFlight.OldestSentAt();
        timerArmed = oldest is not null;
        if (oldest is { } sentAt)
        {
            var remaining = options.RequestTimeout - time.GetElapsedTime(sentAt, now);
            timer.Change(remaining > TimerResolution ? remaining : TimerResolution, Timeout.InfiniteTimeSpan);
        }
    }

    private void NoteAnswer(ModbusTransaction transaction, ReadOnlySpan<byte> frame)
    {
        if (ResponseReader.IsException(ModbusFraming.Pdu(transaction.Frame), ModbusFraming.Pdu(frame), out var code))
        {
            rests.Refused(transaction.Request.UnitId, code);
        }
        else
        {
            rests.Answered(transaction.Request.UnitId);
        }
    }

    private string? ReasonToGiveUpConnection()
    {
        if (silences.Count >= options.SilencesBeforeReconnect)
        {
            return FormattableString.Invariant($"{silences.Count} requests one after the other were left unanswered");
        }

        return link is { HasRoom: false } ? "the device does not take what is sent" : null;
    }
}
