namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Durations as the packets carry them: whole seconds in four bytes.</summary>
internal static class Seconds
{
    /// <summary>Rounds up to whole seconds, so that nothing ends too early.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or takes more than four bytes.</exception>
    public static uint From(TimeSpan duration, string field)
    {
        var seconds = Math.Ceiling(duration.TotalSeconds);
        return seconds is >= 0 and <= uint.MaxValue
            ? (uint)seconds
            : throw new ArgumentOutOfRangeException(
                field, duration, FormattableString.Invariant($"{field} must be 0 to {uint.MaxValue} s."));
    }
}
