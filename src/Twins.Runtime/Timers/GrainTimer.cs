using Microsoft.Extensions.Logging;
using Twins.Runtime.Activations;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Timers;

/// <summary>A timer of one activation. Its ticks are requests of the grain; the next one is set when the last has ended.</summary>
internal abstract class GrainTimer : Request, IGrainTimer
{
    private readonly Activation activation;
    private readonly GrainTimerCreationOptions options;
    private readonly CancellationTokenSource cancellation = new();
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private TimeSpan period;
    private bool ticking;
    private bool changedWhileTicking;
    private bool dueWhileTicking;
    private bool disposed;

    private protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        this.activation = activation;
        this.options = options;
        Interleaving = options.Interleave ? Interleaving.Always : Interleaving.None;

        // A timer's ticks belong to nobody's call.
        using (ExecutionContext.SuppressFlow())
        {
            timer = activation.Class.Engine.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    internal override Interleaving Interleaving { get; }

    internal override bool IsAbandoned => disposed;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            this.period = period;
            changedWhileTicking = ticking;
            timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
        }

        timer.Dispose();
        cancellation.Cancel();
        activation.Extras.Remove(this);
    }

    internal sealed override Task Run(TurnContext context)
    {
        if (options.KeepAlive)
        {
            activation.Touch();
        }

        return Tick(cancellation.Token);
    }

    internal sealed override void Finish(Task outcome)
    {
        if (Failure.Of(outcome) is { } failure && !(disposed && failure is OperationCanceledException))
        {
            activation.Class.Engine.Log.LogError(failure, "A timer of {Grain} failed; it ticks on", activation);
        }

        lock (gate)
        {
            ticking = false;
            if (!disposed && (dueWhileTicking || !changedWhileTicking))
            {
                timer.Change(dueWhileTicking ? TimeSpan.Zero : period, Timeout.InfiniteTimeSpan);
            }

            changedWhileTicking = dueWhileTicking = false;
        }
    }

    // The activation is gone, and its timers with it.
    internal sealed override void Refuse(Exception reason) => Dispose();

    private protected abstract Task Tick(CancellationToken token);

    private void Due()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            if (ticking)
            {
                // Changed during a tick to fall due before its end: the tick's end brings the next one.
                dueWhileTicking = true;
                return;
            }

            ticking = true;
        }

        if (activation.Offer(this, int.MaxValue) == Acceptance.Closed)
        {
            Dispose();
        }
    }
}

/// <summary>A timer with the state that it hands to each tick.</summary>
internal sealed class GrainTimer<TState>(
    Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : GrainTimer(activation, options)
{
    private protected override Task Tick(CancellationToken token) => callback(state, token);
}
