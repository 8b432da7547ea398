namespace Twins.Runtime.Hosting;

/// <summary>The seconds since the engine was made, as of its last look at the clock: exact enough for idling out, and free to read.</summary>
internal sealed class CoarseClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    internal int Second { get; private set; }

    internal void Look() => Second = (int)time.GetElapsedTime(_start).TotalSeconds;
}
