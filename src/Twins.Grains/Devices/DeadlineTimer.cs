namespace Twins.Grains.Devices;

/// <summary>
/// A grain timer for the next of several deadlines, on the monotonic clock; made when the first one is set. Its ticks interleave with calls.
/// </summary>
internal sealed class DeadlineTimer(IGrainBase grain, TimeProvider clock, Action tick)
{
    // What a timer of the runtime may be set to at most; a later deadline is looked at again then.
    private static readonly TimeSpan MaxDue = TimeSpan.FromDays(1);

    private IGrainTimer? _timer;
    private MonotonicTime _deadline = MonotonicTime.Never;

    /// <summary>Whether a deadline is ahead.</summary>
    public bool IsSet => _deadline != MonotonicTime.Never;

    /// <summary>Sets the deadline, in place of the one before; <see cref="MonotonicTime.Never"/> for none.</summary>
    public void Set(MonotonicTime deadline)
    {
        if (deadline == _deadline)
        {
            return;
        }

        _deadline = deadline;
        Arm();
    }

    private void Arm()
    {
        TimeSpan due = IsSet ? DueIn() : Timeout.InfiniteTimeSpan;
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        else if (IsSet)
        {
            _timer = grain.RegisterGrainTimer(
                OnTimerAsync, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
    }

    private Task OnTimerAsync()
    {
        if (!_deadline.IsDue(clock))
        {
            Arm();
            return Task.CompletedTask;
        }

        _deadline = MonotonicTime.Never;
        tick();
        return Task.CompletedTask;
    }

    // A millisecond past the deadline: timers of the runtime may be early by less than that.
    private TimeSpan DueIn()
    {
        TimeSpan left = _deadline.Remaining(clock);
        return (left < MaxDue ? left : MaxDue) + TimeSpan.FromMilliseconds(1);
    }
}
