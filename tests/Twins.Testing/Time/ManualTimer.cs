namespace Twins.Testing.Time;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>. What it was set for before its last change no longer counts.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private TimeSpan _period = Never;
    private bool _disposed;

    internal long DueTicks { get; set; } = long.MaxValue;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        // A zero period means a single shot, as it does for the system's timers.
        _period = period == TimeSpan.Zero ? Never : period;
        DueTicks = long.MaxValue;
        if (dueTime != Never)
        {
            clock.Schedule(this, dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        DueTicks = long.MaxValue;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    internal bool IsSetFor(long ticks) => !_disposed && DueTicks == ticks;

    internal void Fire()
    {
        DueTicks = long.MaxValue;
        if (_period != Never)
        {
            clock.Schedule(this, _period);
        }

        callback(state);
    }
}
