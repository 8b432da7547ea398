using Microsoft.Extensions.Logging;

namespace Twins.Runtime.Turns;

/// <summary>How a pool thread runs the turns that wait.</summary>
internal abstract partial class TurnQueue : IThreadPoolWorkItem
{
    /// <summary>After so many turns the thread goes to the other grains that wait for one.</summary>
    private const int TurnsInARow = 64;

    protected abstract ILogger Log { get; }

    void IThreadPoolWorkItem.Execute() => TakeTurns();

    private void TakeTurns()
    {
        var flow = ExecutionContext.Capture();
        for (var turns = 0; turns < TurnsInARow; turns++)
        {
            Request? request;
            Continuation continuation;
            lock (_gate)
            {
                request = _continuations.TryDequeue(out continuation) ? null : TakeRequest();
                if (request is null && continuation.Callback is null)
                {
                    _turnTaken = false;
                    break;
                }
            }

            Turn(request, in continuation, flow);
            if (turns == TurnsInARow - 1)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        SetSynchronizationContext(null);
    }

    private void Turn(Request? request, in Continuation continuation, ExecutionContext? flow)
    {
        if (request is not null)
        {
            Begin(request);
        }
        else
        {
            SetSynchronizationContext(continuation.Context);
            try
            {
                continuation.Callback(continuation.State);
            }
            catch (Exception exception)
            {
                Log.LogError(exception, "Code of {Grain} that nobody waits for failed", this);
            }
        }

        if (flow is not null && !ReferenceEquals(ExecutionContext.Capture(), flow))
        {
            ExecutionContext.Restore(flow);
        }
    }

    private void Begin(Request request)
    {
        TurnContext context = request.Interleaving == Interleaving.None ? this : new InterleavedContext(this);
        SetSynchronizationContext(context);
        if (request.Flow is { } flow)
        {
            ExecutionContext.Restore(flow);
        }

        Task task;
        try
        {
            task = request.Run(context);
        }
        catch (Exception exception)
        {
            task = Task.FromException(exception);
        }

        if (task.IsCompleted)
        {
            End(request, task);
        }
        else
        {
            request.FinishAfter(this, task);
        }
    }
}
