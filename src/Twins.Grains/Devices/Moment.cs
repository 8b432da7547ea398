namespace Twins.Grains.Devices;

/// <summary>An instant on both clocks: the monotonic one, by which everything is decided, and the wall clock, for what is shown and stored.</summary>
internal readonly record struct Moment(MonotonicTime Steady, Timestamp Wall)
{
    public static Moment Now(TimeProvider clock) => new(MonotonicTime.Now(clock), Timestamp.Now(clock));
}
