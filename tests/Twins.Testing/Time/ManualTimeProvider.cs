namespace Twins.Testing.Time;

/// <summary>
/// A clock that stands still until a test turns it. Due timers fire within <see cref="Advance"/>, in the order of their times, each at
/// the instant for which it was set; a timer set by a firing one is honoured in the same turn of the clock.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>The instant at which a clock starts unless a test says otherwise.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly PriorityQueue<ManualTimer, (long Ticks, long Order)> due = new();
    private readonly DateTimeOffset start;
    private long elapsedTicks;
    private long order;

    public ManualTimeProvider()
        : this(DefaultStart)
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => this.start = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(Interlocked.Read(ref elapsedTicks));

    public override long GetTimestamp() => Interlocked.Read(ref elapsedTicks);

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
        var end = Interlocked.Read(ref elapsedTicks) + time.Ticks;
        while (TakeNext(end) is { } timer)
        {
            timer.Fire();
        }
    }

    internal void Schedule(ManualTimer timer, TimeSpan dueTime)
    {
        lock (gate)
        {
            timer.DueTicks = elapsedTicks + dueTime.Ticks;
            due.Enqueue(timer, (timer.DueTicks, order++));
        }
    }

    private ManualTimer? TakeNext(long end)
    {
        lock (gate)
        {
            while (due.TryPeek(out var timer, out var at) && at.Ticks <= end)
            {
                due.Dequeue();
                if (timer.IsSetFor(at.Ticks))
                {
                    elapsedTicks = Math.Max(elapsedTicks, at.Ticks);
                    return timer;
                }
            }

            elapsedTicks = end;
            return null;
        }
    }
}
