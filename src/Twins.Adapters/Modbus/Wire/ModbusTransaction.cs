using System.Threading.Tasks.Sources;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// One request on its way, from the caller's call to its outcome; pooled, so that a request allocates nothing.
/// </summary>
/// <remarks>
/// It has two holders: the caller, until the outcome is consumed, and the wire, until the request is answered, timed out or
/// given up. Only when both have let go may it serve another request. The outcome is decided once, by what comes first:
/// answer, timeout, loss of the connection, or the caller's cancellation.
/// </remarks>
internal sealed class ModbusTransaction(ModbusTransactionPool pool) : IValueTaskSource
{
    private const int Holders = 2;

    private readonly byte[] _frame = new byte[ModbusLimits.MaxFrameLength];

    // Continuations run elsewhere: a caller's code must never hold up the receiver of a connection.
    private ManualResetValueTaskSourceCore<bool> _outcome = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private CancellationToken _cancellationToken;
    private Memory<ushort> _registers;
    private Memory<bool> _bits;
    private int _frameLength;
    private int _undecided;
    private int _holders;

    /// <summary>What is asked.</summary>
    public ModbusRequest Request { get; private set; }

    /// <summary>When it was sent, as a timestamp of the clock.</summary>
    public long SentAt { get; private set; }

    /// <summary>Where its frame begins in what was put on the connection: whether bytes of it were handed to the network follows from that.</summary>
    public long StreamPosition { get; private set; }

    /// <summary>Whether it was put on a second connection, because the first ended before the answer.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>What came instead of its answer while it was the only request in flight; null when nothing did.</summary>
    public string? Mismatch { get; set; }

    /// <summary>Whether it only reads, so that asking once more changes nothing in the device.</summary>
    public bool IsRead => Request.Function <= ModbusFunction.ReadInputRegisters;

    /// <summary>The identifier it was sent with.</summary>
    public ushort TransactionId { get; private set; }

    /// <summary>Where the request's PDU is written before <see cref="Prepare"/>.</summary>
    public Span<byte> PduBuffer => _frame.AsSpan(ModbusFraming.HeaderLength);

    /// <summary>The request's frame.</summary>
    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _frameLength);

    /// <summary>Whether the outcome is settled, so that there is no point in sending the request.</summary>
    public bool IsDecided => Volatile.Read(ref _undecided) == 0;

    /// <summary>Completes the frame and takes over where to put the answer.</summary>
    public void Prepare(ModbusRequest request, int pduLength, Memory<ushort> intoRegisters = default, Memory<bool> intoBits = default)
    {
        ModbusFraming.WriteHeader(_frame, 0, request.UnitId, pduLength);
        _frameLength = ModbusFraming.HeaderLength + pduLength;
        Request = request;
        _registers = intoRegisters;
        _bits = intoBits;
    }

    /// <summary>Hands the transaction to its two holders; the caller awaits the result once.</summary>
    public ValueTask Start(CancellationToken cancellation)
    {
        _holders = Holders;
        _undecided = 1;
        _cancellationToken = cancellation;
        var task = new ValueTask(this, _outcome.Version);
        _cancellation = cancellation.UnsafeRegister(static state => ((ModbusTransaction)state!).Cancel(), this);
        return task;
    }

    /// <summary>Takes the identifier to be sent with, and the moment of sending.</summary>
    public void MarkSent(ushort transactionId, long timestamp, long streamPosition)
    {
        ModbusFraming.SetTransactionId(_frame, transactionId);
        TransactionId = transactionId;
        SentAt = timestamp;
        StreamPosition = streamPosition;
    }

    /// <summary>Decides by the answer's frame.</summary>
    public void Answer(ReadOnlySpan<byte> answer, string endpoint, bool acceptsAnyUnit)
    {
        if (!TryDecide())
        {
            return;
        }

        if (Fault(answer, endpoint, acceptsAnyUnit) is { } fault)
        {
            _outcome.SetException(fault);
            return;
        }

        var values = ModbusFraming.Pdu(answer)[ResponseReader.ValuesOffset..];
        PackedValues.ReadRegisters(values, _registers.Span);
        PackedValues.ReadBits(values, _bits.Span);
        _outcome.SetResult(true);
    }

    /// <summary>Decides by an error.</summary>
    public void Fail(Exception error)
    {
        if (TryDecide())
        {
            _outcome.SetException(error);
        }
    }

    /// <summary>One holder lets go.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            pool.Return(this);
        }
    }

    /// <summary>Clears the request before the next one.</summary>
    public void Reset()
    {
        _outcome.Reset();
        _registers = default;
        _bits = default;
        _cancellation = default;
        _cancellationToken = default;
        IsRepeated = false;
        Mismatch = null;
    }

    void IValueTaskSource.GetResult(short token)
    {
        // Throws for a task that was awaited before: its transaction may serve another request by now.
        if (_outcome.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The request has not ended yet.");
        }

        try
        {
            _outcome.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _outcome.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    private ModbusException? Fault(ReadOnlySpan<byte> answer, string endpoint, bool acceptsAnyUnit)
    {
        var unitId = ModbusFraming.UnitId(answer);
        if (unitId != Request.UnitId && !acceptsAnyUnit)
        {
            return new ModbusProtocolException(endpoint, FormattableString.Invariant($"the unit identifier is {unitId}"), Request);
        }

        var asked = ModbusFraming.Pdu(Frame);
        var answered = ModbusFraming.Pdu(answer);
        if (ResponseReader.IsException(asked, answered, out var code))
        {
            return new ModbusDeviceException(endpoint, Request, code);
        }

        return ResponseReader.Violation(asked, answered, Request.Function, Request.Count) is { } violation
            ? new ModbusProtocolException(endpoint, violation, Request)
            : null;
    }

    private void Cancel()
    {
        if (Interlocked.Exchange(ref _undecided, 0) == 1)
        {
            _outcome.SetException(new OperationCanceledException(_cancellationToken));
        }
    }

    // Waits for a cancellation that is just being called, which finds the outcome decided: no late one hits the next request.
    private bool TryDecide()
    {
        if (Interlocked.Exchange(ref _undecided, 0) == 0)
        {
            return false;
        }

        _cancellation.Dispose();
        return true;
    }
}

/// <summary>Keeps transactions for reuse, at most <paramref name="capacity"/>; beyond that the collector takes them.</summary>
internal sealed class ModbusTransactionPool(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Stack<ModbusTransaction> _free = [];

    public ModbusTransaction Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var transaction))
            {
                return transaction;
            }
        }

        return new ModbusTransaction(this);
    }

    public void Return(ModbusTransaction transaction)
    {
        transaction.Reset();
        lock (_gate)
        {
            if (_free.Count < capacity)
            {
                _free.Push(transaction);
            }
        }
    }
}
