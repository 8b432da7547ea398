namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>The machine's clock with an offset that a test turns: timers run, and a minute can pass at once.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offsetTicks));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _offsetTicks, time.Ticks);
}
