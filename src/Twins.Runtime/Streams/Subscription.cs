using Microsoft.Extensions.Logging;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Streams;

/// <summary>
/// One subscriber of a stream. Itself the request by which events are handed over: as long as some wait it comes back, a batch at a time, so
/// that the subscriber's other requests get their turns between batches.
/// </summary>
internal abstract class Subscription<T>(EventStream<T> stream, Guid id) : Request
{
    private const int BatchLength = 64;

    private readonly EventQueue<T> _queue = new(
        stream.Provider.Engine.Options.StreamQueueLength, stream.Provider.Engine.Time, stream.Provider.Engine.Options.CallTimeout);

    private StreamEvent<T>[]? _batch;
    private bool _ended;

    internal EventStream<T> Stream => stream;

    internal Guid Id => id;

    internal override bool IsAbandoned => _ended;

    internal Task Enqueue(in StreamEvent<T> next)
    {
        var accepted = _queue.Enqueue(in next, out var wake);
        if (wake)
        {
            Bring();
        }

        return accepted;
    }

    /// <summary>Sets who receives the events.</summary>
    internal abstract void Attach(IAsyncObserver<T> observer);

    internal void End()
    {
        _ended = true;
        stream.Remove(this);
        _queue.Clear();
    }

    internal sealed override async Task Run(TurnContext context)
    {
        var observer = await FindObserverAsync(context).ConfigureAwait(true);
        _batch ??= new StreamEvent<T>[BatchLength];
        var count = _queue.Dequeue(_batch);
        for (var index = 0; index < count; index++)
        {
            if (observer is null)
            {
                stream.Provider.Engine.Metrics.DroppedEvent();
                continue;
            }

            var handing = Hand(in _batch[index], observer);
            if (!handing.IsCompletedSuccessfully)
            {
                await WaitFor(handing).ConfigureAwait(true);
            }
        }

        Array.Clear(_batch, 0, count);
    }

    internal sealed override void Finish(Task outcome)
    {
        if (Failure.Of(outcome) is { } failure)
        {
            Log(failure);
        }

        if (!_ended && _queue.GoesOn())
        {
            Bring();
        }
    }

    internal sealed override void Refuse(Exception reason)
    {
        Log(reason);
        for (var dropped = _queue.Clear(); dropped > 0; dropped--)
        {
            stream.Provider.Engine.Metrics.DroppedEvent();
        }
    }

    /// <summary>Puts this request into the subscriber's mailbox.</summary>
    protected abstract void Bring();

    /// <summary>Who receives the events; null where nobody attached a handler.</summary>
    protected abstract ValueTask<IAsyncObserver<T>?> FindObserverAsync(TurnContext context);

    private static Task Hand(in StreamEvent<T> next, IAsyncObserver<T> observer)
    {
        try
        {
            return next.HandTo(observer);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    private async Task WaitFor(Task handing)
    {
        try
        {
            await handing.ConfigureAwait(true);
        }
        catch (Exception exception)
        {
            Log(exception);
        }
    }

    private void Log(Exception exception)
    {
        var engine = stream.Provider.Engine;
        engine.Metrics.FailedEvent();
        engine.Log.LogWarning(exception, "{Subscriber} failed to take an event of stream {Stream}", this, stream.StreamId);
    }
}
