
namespace Twins.Grains.Devices;

/// <summary>A grain timer for the next of several deadlines; made when the first one is set. Its ticks interleave with calls.</summary>
internal sealed class DeadlineTimer(IGrainBase grain, TimeProvider clock, Func<Task> tick)
{
    private IGrainTimer? _timer;

    /// <summary>Whether a deadline is ahead.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Sets the deadline anew; null for none.</summary>
    public void Set(Timestamp? deadline)
    {
        IsSet = deadline is not null;
        TimeSpan due = deadline is { } time ? DueIn(time) : Timeout.InfiniteTimeSpan;
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        else if (IsSet)
        {
            _timer = grain.RegisterGrainTimer(
                TickAsync, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
    }

    private Task TickAsync()
    {
        IsSet = false;
        return tick();
    }

    // A millisecond past the deadline: a value is overdue when it is older than allowed, not when it is as old.
    private TimeSpan DueIn(Timestamp time)
    {
        TimeSpan left = time - Timestamp.Now(clock);
        return (left > TimeSpan.Zero ? left : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1);
    }
}
