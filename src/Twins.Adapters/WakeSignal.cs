namespace Twins.Adapters;

/// <summary>Lets one loop wait until a time, or until it is woken. Waking is safe on any thread, and is not lost when nothing waits yet.</summary>
internal sealed class WakeSignal : IDisposable
{
    // Timers take no longer time than this; the loop looks at its work again and waits on.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _woken;

    public WakeSignal(TimeProvider clock)
    {
        _clock = clock;

        // The timer must not carry the request in which the loop was started.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = clock.CreateTimer(static state => ((WakeSignal)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Wake()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            waiting = _waiting;
            _waiting = null;
            _woken = waiting is null;
        }

        waiting?.SetResult();
    }

    /// <summary>Completes at the time, or when it is woken; one caller at a time.</summary>
    public Task WaitAsync(MonotonicTime until)
    {
        TimeSpan wait = until.Remaining(_clock);
        lock (_gate)
        {
            if (_woken || wait == TimeSpan.Zero)
            {
                _woken = false;
                return Task.CompletedTask;
            }

            // A timer of an earlier wait that fires late only wakes the loop once too often.
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _timer.Change(wait < MaxWait ? wait : MaxWait, Timeout.InfiniteTimeSpan);
            return _waiting.Task;
        }
    }

    public void Dispose() => _timer.Dispose();
}
