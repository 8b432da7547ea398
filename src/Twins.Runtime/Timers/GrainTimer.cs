using Microsoft.Extensions.Logging;
using Twins.Runtime.Activations;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Timers;

/// <summary>A timer of one activation. Its ticks are requests of the grain; the next one is set when the last has ended.</summary>
internal abstract class GrainTimer : Request, IGrainTimer
{
    private readonly Activation _activation;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changedWhileTicking;
    private bool _dueWhileTicking;
    private bool _disposed;

    private protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _options = options;
        Interleaving = options.Interleave ? Interleaving.Always : Interleaving.None;

        // A timer's ticks belong to nobody's call.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Class.Engine.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    internal override Interleaving Interleaving { get; }

    internal override bool IsAbandoned => _disposed;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _period = period;
            _changedWhileTicking = _ticking;
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _timer.Dispose();
        _cancellation.Cancel();
        _activation.Extras.Remove(this);
    }

    internal sealed override Task Run(TurnContext context)
    {
        if (_options.KeepAlive)
        {
            _activation.Touch();
        }

        return Tick(_cancellation.Token);
    }

    internal sealed override void Finish(Task outcome)
    {
        if (Failure.Of(outcome) is { } failure && !(_disposed && failure is OperationCanceledException))
        {
            _activation.Class.Engine.Log.LogError(failure, "A timer of {Grain} failed; it ticks on", _activation);
        }

        lock (_gate)
        {
            _ticking = false;
            if (!_disposed && (_dueWhileTicking || !_changedWhileTicking))
            {
                _timer.Change(_dueWhileTicking ? TimeSpan.Zero : _period, Timeout.InfiniteTimeSpan);
            }

            _changedWhileTicking = _dueWhileTicking = false;
        }
    }

    // The activation is gone, and its timers with it.
    internal sealed override void Refuse(Exception reason) => Dispose();

    private protected abstract Task Tick(CancellationToken token);

    private void Due()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (_ticking)
            {
                // Changed during a tick to fall due before its end: the tick's end brings the next one.
                _dueWhileTicking = true;
                return;
            }

            _ticking = true;
        }

        if (_activation.Offer(this, int.MaxValue) == Acceptance.Closed)
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
