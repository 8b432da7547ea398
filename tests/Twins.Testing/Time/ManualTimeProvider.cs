namespace Twins.Testing.Time;

/// <summary>
/// A clock that stands still until a test turns it. Due timers fire within <see cref="Advance"/>, in the order of their times, each at
/// the instant for which it was set; a timer set by a firing one is honoured in the same turn of the clock.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>The instant at which a clock starts unless a test says otherwise.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly PriorityQueue<ManualTimer, (long Ticks, long Order)> _due = new();
    private readonly DateTimeOffset _start;
    private long _elapsedTicks;
    private long _wallStepTicks;
    private long _order;

    public ManualTimeProvider()
        : this(DefaultStart)
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _start = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(Interlocked.Read(ref _elapsedTicks) + Interlocked.Read(ref _wallStepTicks));

    public override long GetTimestamp() => Interlocked.Read(ref _elapsedTicks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Turns the clock forward and fires what becomes due on the way.</summary>
    /// <param name="time">How far; not negative.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var end = Interlocked.Read(ref _elapsedTicks) + time.Ticks;
        while (TakeNext(end) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Steps the wall clock, as NTP does on a gateway: <see cref="GetUtcNow"/> moves, <see cref="GetTimestamp"/> and all timers do not.
    /// </summary>
    /// <param name="step">How far; negative sets the clock back.</param>
    public void StepWallClock(TimeSpan step) => Interlocked.Add(ref _wallStepTicks, step.Ticks);

    internal void Schedule(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            timer.DueTicks = _elapsedTicks + dueTime.Ticks;
            _due.Enqueue(timer, (timer.DueTicks, _order++));
        }
    }

    private ManualTimer? TakeNext(long end)
    {
        lock (_gate)
        {
            while (_due.TryPeek(out var timer, out var at) && at.Ticks <= end)
            {
                _due.Dequeue();
                if (timer.IsSetFor(at.Ticks))
                {
                    _elapsedTicks = Math.Max(_elapsedTicks, at.Ticks);
                    return timer;
                }
            }

            _elapsedTicks = end;
            return null;
        }
    }
}
