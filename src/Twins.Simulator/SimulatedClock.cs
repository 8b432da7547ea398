namespace Twins.Simulator;

/// <summary>Simulated time: runs from its start as many times as fast as the clock behind it.</summary>
internal sealed class SimulatedClock(TimeProvider clock, DateTimeOffset start, double speed)
{
    private readonly long _began = clock.GetTimestamp();

    public DateTimeOffset Start { get; } = start;

    /// <summary>The simulated instant.</summary>
    public DateTimeOffset Now => Start + (clock.GetElapsedTime(_began) * speed);

    /// <summary>Calls again and again after a pause of the clock behind it.</summary>
    public ITimer CreateTimer(Action callback, TimeSpan pause) =>
        clock.CreateTimer(static state => ((Action)state!)(), callback, pause, pause);
}
