namespace Twins.Runtime.Streams;

/// <summary>
/// The events that wait for one subscriber. Up to its length publishers go on at once; beyond it they wait until half of it is free; at
/// twice its length, which only publishers who don't wait reach, events are refused.
/// </summary>
internal sealed class EventQueue<T>(int length, TimeProvider time, TimeSpan patience)
{
    private readonly Lock _gate = new();
    private readonly Queue<StreamEvent<T>> _events = new();
    private TaskCompletionSource? _space;
    private bool _handing;

    /// <summary>Puts an event in.</summary>
    /// <param name="next">The event.</param>
    /// <param name="wake">Whether nobody takes events out, so that somebody has to.</param>
    /// <returns>Complete when the publisher may go on; failed where the event was refused or the subscriber stays behind for too long.</returns>
    internal Task Enqueue(in StreamEvent<T> next, out bool wake)
    {
        lock (_gate)
        {
            if (_events.Count >= 2 * length)
            {
                wake = false;
                return Task.FromException(new LimitExceededException(
                    $"{_events.Count} events wait for a subscriber, twice the {length} of StreamQueueLength."));
            }

            _events.Enqueue(next);
            wake = !_handing;
            _handing = true;
            if (_events.Count <= length)
            {
                return Task.CompletedTask;
            }

            _space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _space.Task.WaitAsync(patience, time);
        }
    }

    /// <summary>Takes out as many events as wait and fit.</summary>
    internal int Dequeue(StreamEvent<T>[] into)
    {
        lock (_gate)
        {
            var count = 0;
            while (count < into.Length && _events.TryDequeue(out into[count]))
            {
                count++;
            }

            MakeSpace();
            return count;
        }
    }

    /// <summary>Whether more events wait; if not, the next one wakes.</summary>
    internal bool GoesOn()
    {
        lock (_gate)
        {
            _handing = _events.Count > 0;
            return _handing;
        }
    }

    /// <summary>Drops what waits.</summary>
    internal int Clear()
    {
        lock (_gate)
        {
            var count = _events.Count;
            _events.Clear();
            _handing = false;
            MakeSpace();
            return count;
        }
    }

    private void MakeSpace()
    {
        if (_space is not null && _events.Count <= length / 2)
        {
            _space.TrySetResult();
            _space = null;
        }
    }
}
