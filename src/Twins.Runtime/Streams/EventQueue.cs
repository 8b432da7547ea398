namespace Twins.Runtime.Streams;

/// <summary>
/// The events that wait for one subscriber. Up to its length publishers go on at once; beyond it they wait until half of it is free; at
/// twice its length, which only publishers who don't wait reach, events are refused.
/// </summary>
internal sealed class EventQueue<T>(int length, TimeProvider time, TimeSpan patience)
{
    private readonly Lock gate = new();
    private readonly Queue<StreamEvent<T>> events = new();
    private TaskCompletionSource? space;
    private bool handing;

    /// <summary>Puts an event in.</summary>
    /// <param name="next">The event.</param>
    /// <param name="wake">Whether nobody takes events out, so that somebody has to.</param>
    /// <returns>Complete when the publisher may go on; failed where the event was refused or the subscriber stays behind for too long.</returns>
    internal Task Enqueue(in StreamEvent<T> next, out bool wake)
    {
        lock (gate)
        {
            if (events.Count >= 2 * length)
            {
                wake = false;
                return Task.FromException(new LimitExceededException(
                    $"{events.Count} events wait for a subscriber, twice the {length} of StreamQueueLength."));
            }

            events.Enqueue(next);
            wake = !handing;
            handing = true;
            if (events.Count <= length)
            {
                return Task.CompletedTask;
            }

            space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return space.Task.WaitAsync(patience, time);
        }
    }

    /// <summary>Takes out as many events as wait and fit.</summary>
    internal int Dequeue(StreamEvent<T>[] into)
    {
        lock (gate)
        {
            var count = 0;
            while (count < into.Length && events.TryDequeue(out into[count]))
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
        lock (gate)
        {
            handing = events.Count > 0;
            return handing;
        }
    }

    /// <summary>Drops what waits.</summary>
    internal int Clear()
    {
        lock (gate)
        {
            var count = events.Count;
            events.Clear();
            handing = false;
            MakeSpace();
            return count;
        }
    }

    private void MakeSpace()
    {
        if (space is not null && events.Count <= length / 2)
        {
            space.TrySetResult();
            space = null;
        }
    }
}
