namespace Twins;

/// <summary>
/// An instant on the monotonic clock of one process: what intervals, deadlines and leases are measured with, because a step of the wall
/// clock does not move it. It means nothing in another process or after a restart: it is never stored and never sent.
/// </summary>
/// <param name="Ticks">Ticks of 100 ns since the arbitrary origin of the process' monotonic clock.</param>
public readonly record struct MonotonicTime(long Ticks) : IComparable<MonotonicTime>
{
    /// <summary>Later than every instant that a clock shows: a deadline that never comes.</summary>
    public static readonly MonotonicTime Never = new(long.MaxValue);

    /// <summary>The instant that <paramref name="clock"/> shows now.</summary>
    public static MonotonicTime Now(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new(clock.GetElapsedTime(0).Ticks);
    }

    /// <summary>What has passed between this instant and now; negative when this instant is still ahead.</summary>
    public TimeSpan Elapsed(TimeProvider clock) => Now(clock) - this;

    /// <summary>What is left until this instant; zero when it has passed, <see cref="TimeSpan.MaxValue"/> for <see cref="Never"/>.</summary>
    public TimeSpan Remaining(TimeProvider clock)
    {
        var left = this - Now(clock);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Whether this instant has come.</summary>
    public bool IsDue(TimeProvider clock) => this <= Now(clock);

    /// <inheritdoc/>
    public int CompareTo(MonotonicTime other) => Ticks.CompareTo(other.Ticks);

    /// <summary>The instant <paramref name="time"/> later; <see cref="Never"/> when that is out of reach.</summary>
    public static MonotonicTime operator +(MonotonicTime instant, TimeSpan time) =>
        instant == Never || time.Ticks > long.MaxValue - Math.Max(0, instant.Ticks) ? Never : new(instant.Ticks + time.Ticks);

    /// <summary>The instant <paramref name="time"/> earlier.</summary>
    public static MonotonicTime operator -(MonotonicTime instant, TimeSpan time) =>
        instant == Never ? Never : new(instant.Ticks - time.Ticks);

    /// <summary>The time between two instants; <see cref="TimeSpan.MaxValue"/> until <see cref="Never"/>.</summary>
    public static TimeSpan operator -(MonotonicTime later, MonotonicTime earlier) =>
        later == Never ? TimeSpan.MaxValue : new(later.Ticks - earlier.Ticks);

    /// <summary>Whether the left instant is earlier.</summary>
    public static bool operator <(MonotonicTime left, MonotonicTime right) => left.Ticks < right.Ticks;

    /// <summary>Whether the left instant is later.</summary>
    public static bool operator >(MonotonicTime left, MonotonicTime right) => left.Ticks > right.Ticks;

    /// <summary>Whether the left instant is not later.</summary>
    public static bool operator <=(MonotonicTime left, MonotonicTime right) => left.Ticks <= right.Ticks;

    /// <summary>Whether the left instant is not earlier.</summary>
    public static bool operator >=(MonotonicTime left, MonotonicTime right) => left.Ticks >= right.Ticks;

    /// <summary>The earlier of two instants.</summary>
    public static MonotonicTime Min(MonotonicTime left, MonotonicTime right) => left <= right ? left : right;

    /// <summary>The later of two instants.</summary>
    public static MonotonicTime Max(MonotonicTime left, MonotonicTime right) => left >= right ? left : right;
}
