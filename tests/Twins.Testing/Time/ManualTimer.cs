namespace Twins.Testing.Time;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>. What it was set for before its last change no longer counts.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private TimeSpan period = Never;
    private bool disposed;

    internal long DueTicks { get; set; } = long.MaxValue;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (disposed)
        {
            return false;
        }

        // A zero period means a single shot, as it does for the system's timers.
        this.period = period == TimeSpan.Zero ? Never : period;
        DueTicks = long.MaxValue;
        if (dueTime != Never)
        {
            clock.Schedule(this, dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        disposed = true;
        DueTicks = long.MaxValue;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal bool IsSetFor(long ticks) => !disposed && DueTicks == ticks;

    internal void Fire()
    {
        DueTicks = long.MaxValue;
        if (period != Never)
        {
            clock.Schedule(this, period);
        }

        callback(state);
    }
}
