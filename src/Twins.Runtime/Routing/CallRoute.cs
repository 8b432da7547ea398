using Twins.Runtime.Calls;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Hosting;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Routing;

/// <summary>
/// Brings calls to where they run. Where that is idle and nothing waits there, a call runs at once on the caller's thread, as a turn of the
/// callee: most calls end there, and then cost no object and no change of threads. All others wait in the mailbox.
/// </summary>
internal abstract class CallRoute(GrainEngine engine) : GrainRoute
{
    internal GrainEngine Engine { get; } = engine;

    /// <summary>Between whose turns calls of a method may run.</summary>
    internal virtual Interleaving InterleavingOf(GrainMethod method) =>
        method.Traits.HasFlag(GrainMethodTraits.AlwaysInterleave) ? Interleaving.Always
        : method.Traits.HasFlag(GrainMethodTraits.ReadOnly) ? Interleaving.ReadOnly
        : Interleaving.None;

    public sealed override Task CallAsync<TCall, TResult>(GrainReference reference, in TCall grainCall)
    {
        var metrics = Engine.Metrics;
        metrics.CountCall();
        return metrics.MeasuresDuration
            ? metrics.Measure(TCall.Method, Start<TCall, TResult>(reference, in grainCall))
            : Start<TCall, TResult>(reference, in grainCall);
    }

    public sealed override void Send<TCall>(GrainReference reference, in TCall grainCall)
    {
        Engine.Metrics.CountCall();
        var request = new OneWayCall<TCall>(this, in grainCall);
        try
        {
            Deliver(request, reference, reference.Key, Find(reference, reference.Key), Engine.Options.MaxQueuedCalls);
        }
        catch (Exception exception)
        {
            request.Refuse(exception);
        }
    }

    /// <summary>Runs a call, on a turn of the queue.</summary>
    internal abstract Task Invoke<TCall, TResult>(in TCall call, TurnQueue queue, TurnQueue? source)
        where TCall : struct, IGrainCall<TCall>;

    /// <summary>
    /// Brings a request that no bound of the mailbox refuses: one whose activation closed before it began, or one of which there is only one.
    /// </summary>
    internal void Bring(Request request, string key)
    {
        try
        {
            Deliver(request, null, key, Find(null, key), int.MaxValue);
        }
        catch (Exception exception)
        {
            request.Refuse(exception);
        }
    }

    /// <summary>Where the calls to a key run now. A reference, where there is one, remembers it.</summary>
    /// <exception cref="LimitExceededException">No room for a further activation.</exception>
    protected abstract TurnQueue Find(GrainReference? reference, string key);

    private Task Start<TCall, TResult>(GrainReference reference, in TCall call)
        where TCall : struct, IGrainCall<TCall>
    {
        var token = call.CancellationToken;
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(token);
        }

        TurnQueue queue;
        try
        {
            queue = Find(reference, reference.Key);
        }
        catch (Exception exception)
        {
            return Task.FromException<TResult>(exception);
        }

        var interleaving = InterleavingOf(TCall.Method);
        if (InlineLimits.TryEnter())
        {
            if (queue.TryEnter(interleaving))
            {
                return RunAtOnce<TCall, TResult>(in call, queue, interleaving);
            }

            InlineLimits.Leave();
        }

        var request = new QueuedCall<TCall, TResult>(this, in call, queue);
        var promise = request.Watch(token);
        Deliver(request, reference, reference.Key, queue, Engine.Options.MaxQueuedCalls);
        return promise;
    }

    private Task RunAtOnce<TCall, TResult>(in TCall call, TurnQueue queue, Interleaving interleaving)
        where TCall : struct, IGrainCall<TCall>
    {
        TurnContext context = interleaving == Interleaving.None ? queue : new InterleavedContext(queue);
        var caller = SynchronizationContext.Current;
        var flow = ExecutionContext.Capture();
        SynchronizationContext.SetSynchronizationContext(context);
        Task task;
        try
        {
            task = Invoke<TCall, TResult>(in call, queue, (caller as TurnContext)?.Queue);
        }
        catch (Exception exception)
        {
            task = Task.FromException<TResult>(exception);
        }

        // What the callee set in its own flow is not its caller's.
        SynchronizationContext.SetSynchronizationContext(caller);
        if (flow is not null && !ReferenceEquals(ExecutionContext.Capture(), flow))
        {
            ExecutionContext.Restore(flow);
        }

        InlineLimits.Leave();
        if (task.IsCompleted)
        {
            queue.Leave(interleaving, ended: true);
            return task;
        }

        var started = new StartedCall<TResult>(Engine.PendingCalls, TCall.Method, context, interleaving, RequestId.Of(caller));
        var promise = started.Watch(call.CancellationToken);
        queue.Leave(interleaving, ended: false);
        started.FinishAfter(queue, task);
        return promise;
    }

    private void Deliver(Request request, GrainReference? reference, string key, TurnQueue queue, int limit)
    {
        while (true)
        {
            if (request is PendingCall call)
            {
                call.Target = queue;
            }

            switch (queue.Offer(request, limit))
            {
                case Acceptance.Accepted:
                    return;
                case Acceptance.Full:
                    Engine.Metrics.Rejected();
                    request.Refuse(new LimitExceededException(
                        $"{queue} has {limit} calls waiting ({nameof(Engine.Options.MaxQueuedCalls)}), and takes no more."));
                    return;
                default:
                    queue = Find(reference, key);
                    break;
            }
        }
    }
}
