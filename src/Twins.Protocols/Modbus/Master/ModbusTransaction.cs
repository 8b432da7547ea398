using System.Threading.Tasks.Sources;
using Twins.Protocols.Modbus.Wire;

namespace Twins.Protocols.Modbus.Master;

/// <summary>
/// One request on its way, from the caller's call to its outcome; pooled, so that a request allocates nothing.
/// </summary>
/// <remarks>
/// It has two holders: the caller, until the outcome is consumed, and the wire, until the request is answered, timed out or
/// given up. Only when both have let go may it serve another request. The outcome is decided once, by whoever comes first:
/// answer, timeout, loss of the connection, or the caller's cancellation.
/// </remarks>
internal sealed class ModbusTransaction(ModbusTransactionPool pool) : IValueTaskSource
{
    private const int Holders = 2;

    private readonly byte[] frame = new byte[ModbusLimits.MaxFrameLength];

    // Continuations run elsewhere: a caller's code must never hold up the receiver of a connection.
    private ManualResetValueTaskSourceCore<bool> outcome = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration cancellation;
    private CancellationToken cancellationToken;
    private Memory<ushort> registers;
    private Memory<bool> bits;
    private int frameLength;
    private int undecided;
    private int holders;

    /// <summary>What is asked.</summary>
    public ModbusRequest Request { get; private set; }

    /// <summary>When it was sent, as a timestamp of the clock.</summary>
    public long SentAt { get; private set; }

    /// <summary>The identifier it was sent with.</summary>
    public ushort TransactionId { get; private set; }

    /// <summary>Where the request's PDU is written before <see cref="Prepare"/>.</summary>
    public Span<byte> PduBuffer => frame.AsSpan(ModbusFraming.HeaderLength);

    /// <summary>The request's frame.</summary>
    public ReadOnlySpan<byte> Frame => frame.AsSpan(0, frameLength);

    /// <summary>Whether the outcome is settled, so that there is no point in sending the request.</summary>
    public bool IsDecided => Volatile.Read(ref undecided) == 0;

    /// <summary>Completes the frame and takes over where to put the answer.</summary>
    public void Prepare(ModbusRequest request, int pduLength, Memory<ushort> intoRegisters = default, Memory<bool> intoBits = default)
    {
        ModbusFraming.WriteHeader(frame, 0, request.UnitId, pduLength);
        frameLength = ModbusFraming.HeaderLength + pduLength;
        Request = request;
        registers = intoRegisters;
        bits = intoBits;
    }

    /// <summary>Hands the transaction to its two holders; the caller awaits the result once.</summary>
    public ValueTask Start(CancellationToken cancellation)
    {
        holders = Holders;
        undecided = 1;
        cancellationToken = cancellation;
        var task = new ValueTask(this, outcome.Version);
        this.cancellation = cancellation.UnsafeRegister(static state => ((ModbusTransaction)state!).Cancel(), this);
        return task;
    }

    /// <summary>Notes the identifier and the moment of sending.</summary>
    public void MarkSent(ushort transactionId, long timestamp)
    {
        ModbusFraming.SetTransactionId(frame, transactionId);
        TransactionId = transactionId;
        SentAt = timestamp;
    }

    /// <summary>Decides by the answer's frame, which has this transaction's identifier.</summary>
    public void Answer(ReadOnlySpan<byte> answer, string endpoint)
    {
        if (!TryDecide())
        {
            return;
        }

        if (Fault(answer, endpoint) is { } fault)
        {
            outcome.SetException(fault);
            return;
        }

        var values = ModbusFraming.Pdu(answer)[ResponseReader.ValuesOffset..];
        PackedValues.ReadRegisters(values, registers.Span);
        PackedValues.ReadBits(values, bits.Span);
        outcome.SetResult(true);
    }

    /// <summary>Decides by an error.</summary>
    public void Fail(Exception error)
    {
        if (TryDecide())
        {
            outcome.SetException(error);
        }
    }

    /// <summary>One holder lets go.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            pool.Return(this);
        }
    }

    /// <summary>Forgets the request before the next one.</summary>
    public void Reset()
    {
        outcome.Reset();
        registers = default;
        bits = default;
        cancellation = default;
        cancellationToken = default;
    }

    void IValueTaskSource.GetResult(short token)
    {
        // Throws for a task that was awaited before: its transaction may serve another request by now.
        if (outcome.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The request has not ended yet.");
        }

        try
        {
            outcome.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => outcome.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        outcome.OnCompleted(continuation, state, token, flags);

    private ModbusException? Fault(ReadOnlySpan<byte> answer, string endpoint)
    {
        var unitId = ModbusFraming.UnitId(answer);
        if (unitId != Request.UnitId)
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
        if (Interlocked.Exchange(ref undecided, 0) == 1)
        {
            outcome.SetException(new OperationCanceledException(cancellationToken));
        }
    }

    // Waits for a cancellation that is just being called, which finds the outcome decided: no late one hits the next request.
    private bool TryDecide()
    {
        if (Interlocked.Exchange(ref undecided, 0) == 0)
        {
            return false;
        }

        cancellation.Dispose();
        return true;
    }
}
