namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>
/// How much waits for one client, and who waits for it to become less. From half of its bounds on a queue is congested: publishers wait
/// for it, each for a limited time; a client that does not get below half within that is slow, and waited for by nobody until it is
/// below a quarter.
/// </summary>
internal sealed class QueueMeter(int maxMessages, long maxBytes)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private long _messages;
    private long _bytes;
    private long _dropped;
    private volatile bool _slow;

    public long Messages => Volatile.Read(ref _messages);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Messages to the client that were dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public bool IsSlow => _slow;

    public bool IsCongested => Messages > maxMessages / 2 || Bytes > maxBytes / 2;

    /// <summary>Takes room for a message; false when there is none.</summary>
    public bool TryReserve(long size)
    {
        lock (_gate)
        {
            if (_messages >= maxMessages || _bytes + size > maxBytes)
            {
                _dropped++;
                return false;
            }

            _messages++;
            _bytes += size;
            return true;
        }
    }

    /// <summary>Gives back the room of a message that was sent or dropped.</summary>
    public void Release(long size)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            _messages--;
            _bytes -= size;
            if (_slow && _messages <= maxMessages / 4 && _bytes <= maxBytes / 4)
            {
                _slow = false;
            }

            if (_room is not null && !IsCongested)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.TrySetResult();
    }

    /// <summary>Waits until the queue is no longer congested; false when it did not within the time given, and the client is slow now.</summary>
    public async ValueTask<bool> WaitForRoomAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task room;
        lock (_gate)
        {
            if (_slow || !IsCongested)
            {
                return !_slow;
            }

            room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await room.WaitAsync(patience, clock, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            _slow = true;
            return false;
        }
    }

    /// <summary>The client is gone: nobody waits for it.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _slow = true;
            _room?.TrySetResult();
            _room = null;
        }
    }
}
