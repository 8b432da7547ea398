using Twins.Protocols.Mqtt.Client.Transport;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>
/// The sending side of one connection: packets are gathered under the client's gate, and what was gathered while a write was under way
/// leaves with the next.
/// </summary>
internal sealed class MqttLink(
    MqttTransport transport, MqttProtocolVersion version, string endpoint, Lock gate, TimeProvider time, ClientCounters counters)
    : IThreadPoolWorkItem, IDisposable
{
    private const int MuchGathered = 64 * 1024;

    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttWriter _gathering = new();
    private MqttWriter _writing = new();
    private WriteBatch? _batch;
    private TaskCompletionSource? _room;
    private string? _abortReason;
    private bool _flushing;
    private bool _finishing;
    private long _lastSentAt = time.GetTimestamp();

    /// <summary>Called under the gate before each write, so that what waits can join it.</summary>
    public Action? Refill { get; set; }

    /// <summary>Where packets are gathered; under the gate.</summary>
    public MqttWriter Writer => _gathering;

    /// <summary>What QoS 0 messages that are gathered belong to; under the gate.</summary>
    public WriteBatch Batch => _batch ??= new WriteBatch();

    /// <summary>Whether more messages should be gathered: not when the server does not take what is sent. Under the gate.</summary>
    public bool HasRoom => _gathering.Length < MuchGathered && !_finishing;

    /// <summary>When the last write ended, by the clock's timestamps.</summary>
    public long LastSentAt => Interlocked.Read(ref _lastSentAt);

    /// <summary>Completes when nothing more will be written.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Gathers an acknowledgement; under the gate.</summary>
    public void WriteAck(MqttPacketType type, ushort packetId, MqttReasonCode code = MqttReasonCode.Success) =>
        AckView.Write(_gathering, type, packetId, code, version);

    /// <summary>Sends what is gathered, on this thread as far as the connection takes it at once; an error ends the connection.</summary>
    public void Flush()
    {
        if (BeginFlush())
        {
            _ = FlushAsync();
        }
    }

    /// <summary>Sends what is gathered, on another thread, so that more can be gathered meanwhile.</summary>
    public void FlushSoon()
    {
        if (BeginFlush())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Nothing more is gathered; what is gathered is sent, and the sending side closed.</summary>
    public void Finish()
    {
        lock (gate)
        {
            _finishing = true;
        }

        FlushSoon();
    }

    /// <summary>Completes when little is gathered: a server that sends and does not read must not fill the memory.</summary>
    public ValueTask WhenRoomAsync()
    {
        lock (gate)
        {
            return _gathering.Length < MuchGathered || !_flushing
                ? ValueTask.CompletedTask
                : new ValueTask((_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
        }
    }

    /// <summary>Ends the connection at once; reading from it ends with <paramref name="reason"/>.</summary>
    public async ValueTask AbortAsync(string reason)
    {
        Interlocked.CompareExchange(ref _abortReason, reason, null);
        await transport.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What an end of the connection that reading found is to be called.</summary>
    public MqttConnectionException Lost(Exception? error = null) => new(
        endpoint,
        Volatile.Read(ref _abortReason) ?? (error is null ? "the server closed the connection" : $"the connection was lost: {error.Message.TrimEnd('.')}"),
        innerException: error);

    /// <summary>Ends the waits of messages that were gathered and never written.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            _finishing = true;
            _batch?.Fail(Lost());
            _batch = null;
            _room?.TrySetResult();
            if (!_flushing)
            {
                Release();
            }
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = FlushAsync();

    private bool BeginFlush()
    {
        lock (gate)
        {
            var begins = !_flushing && (_gathering.Length > 0 || _finishing) && !_finished.Task.IsCompleted;
            _flushing |= begins;
            return begins;
        }
    }

    private async Task FlushAsync()
    {
        WriteBatch? batch = null;
        try
        {
            while (Take(out var bytes, out batch))
            {
                await transport.Stream.WriteAsync(bytes).ConfigureAwait(false);
                Interlocked.Exchange(ref _lastSentAt, time.GetTimestamp());
                Complete(batch);
            }

            if (_finishing)
            {
                await transport.FinishSendingAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error) when (MqttTransport.IsLoss(error))
        {
            await AbortAsync($"sending failed: {error.Message}").ConfigureAwait(false);
            Stop(batch);
        }
    }

    // Ends the flush when there is nothing to be written, in the same step in which that is seen.
    private bool Take(out ReadOnlyMemory<byte> bytes, out WriteBatch? batch)
    {
        lock (gate)
        {
            Refill?.Invoke();
            (batch, _batch) = (_batch, null);
            (_gathering, _writing) = (_writing, _gathering);
            bytes = _writing.WrittenMemory;
            _room?.TrySetResult();
            _room = null;
            if (bytes.Length > 0)
            {
                return true;
            }

            _flushing = false;
            if (_finishing)
            {
                Release();
            }

            return false;
        }
    }

    private void Complete(WriteBatch? batch)
    {
        lock (gate)
        {
            counters.MessagesPublished += batch?.Messages ?? 0;
            _writing.Clear();
        }

        batch?.Complete();
    }

    private void Stop(WriteBatch? batch)
    {
        lock (gate)
        {
            batch?.Fail(Lost());
            _batch?.Fail(Lost());
            _batch = null;
            _finishing = true;
            _flushing = false;
            Release();
        }
    }

    private void Release()
    {
        _room?.TrySetResult();
        _gathering.Dispose();
        _writing.Dispose();
        _finished.TrySetResult();
    }
}
