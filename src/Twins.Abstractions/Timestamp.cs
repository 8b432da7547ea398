namespace Twins;

/// <summary>An instant in UTC with microsecond resolution: the time of every reading, event and command stage.</summary>
/// <param name="Microseconds">Microseconds since 1970-01-01T00:00:00Z; negative before.</param>
[GenerateSerializer, Alias("twins.timestamp"), Immutable]
public readonly record struct Timestamp([property: Id(0)] long Microseconds) : IComparable<Timestamp>
{
    /// <summary>The instant now, after the given clock.</summary>
    public static Timestamp Now(TimeProvider clock) => From(clock.GetUtcNow());

    /// <summary>The instant of a <see cref="DateTimeOffset"/>; tenths of microseconds are cut off.</summary>
    public static Timestamp From(DateTimeOffset time) =>
        new((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same instant as a <see cref="DateTimeOffset"/> in UTC.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Microseconds * TimeSpan.TicksPerMicrosecond);

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Microseconds.CompareTo(other.Microseconds);

    /// <summary>The time from <paramref name="right"/> to <paramref name="left"/>.</summary>
    public static TimeSpan operator -(Timestamp left, Timestamp right) =>
        TimeSpan.FromTicks((left.Microseconds - right.Microseconds) * TimeSpan.TicksPerMicrosecond);

    /// <summary>The instant later by a span.</summary>
    public static Timestamp operator +(Timestamp left, TimeSpan right) => new(left.Microseconds + right.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Whether the left instant is earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.Microseconds < right.Microseconds;

    /// <summary>Whether the left instant is later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.Microseconds > right.Microseconds;

    /// <summary>Whether the left instant is earlier or the same.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Microseconds <= right.Microseconds;

    /// <summary>Whether the left instant is later or the same.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Microseconds >= right.Microseconds;

    /// <summary>RFC 3339 in UTC, such as <c>2026-01-31T12:00:00.000000Z</c>.</summary>
    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
