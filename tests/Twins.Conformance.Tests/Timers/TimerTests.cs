namespace Twins.Conformance.Tests.Timers;

public sealed class TimerTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public async Task Timer_WithPeriod_TicksAgainAndAgain()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Soon, Soon, interleave: false, keepAlive: false);

        await Engine.ElapseAsync(10 * Soon);

        Assert.InRange(await grain.Ticks(), 4, 10);
    }

    [Fact]
    public async Task Timer_WithoutPeriod_TicksOnce()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Soon, Never, interleave: false, keepAlive: false);

        await Engine.ElapseAsync(5 * Soon);

        await Eventually(1, grain.Ticks);
    }

    [Fact]
    public async Task Timer_Disposed_TicksNoMore()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Later, Soon, interleave: false, keepAlive: false);

        await grain.StopTicking();
        await Engine.ElapseAsync(5 * Soon);

        Assert.Equal(0, await grain.Ticks());
    }

    [Fact]
    public async Task Timer_DisposedAfterATick_CancelsItsToken()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Soon, Never, interleave: false, keepAlive: false);
        await Engine.ElapseAsync(2 * Soon);
        await Eventually(1, grain.Ticks);

        await grain.StopTicking();

        Assert.True(await grain.TokenWasCancelled());
    }

    [Fact]
    public async Task Timer_Changed_TicksByItsNewTimes()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Never, Never, interleave: false, keepAlive: false);
        await Engine.ElapseAsync(2 * Soon);
        Assert.Equal(0, await grain.Ticks());

        await grain.Change(Soon, Never);
        await Engine.ElapseAsync(5 * Soon);

        await Eventually(1, grain.Ticks);
    }

    [Fact]
    public async Task Tick_WhileACallRuns_WaitsForItsEnd()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Soon, Never, interleave: false, keepAlive: false);
        var occupied = grain.Occupy();

        await Engine.ElapseAsync(3 * Soon);
        Assert.Equal(0, await grain.Ticks());
        await grain.Release();
        await occupied;

        await Eventually(1, grain.Ticks);
    }

    [Fact]
    public async Task InterleavingTick_WhileACallRuns_DoesNotWait()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Soon, Never, interleave: true, keepAlive: false);
        var occupied = grain.Occupy();

        await Engine.ElapseAsync(3 * Soon);
        await Eventually(1, grain.Ticks);

        await grain.Release();
        await occupied;
    }

    [Fact]
    public async Task Tick_ThatFails_DoesNotEndTheTimer()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.FailOnce();
        await grain.Start(Soon, Soon, interleave: false, keepAlive: false);

        await Engine.ElapseAsync(10 * Soon);

        Assert.True(await grain.Ticks() >= 2);
    }

    [Fact]
    public async Task TimerThatKeepsAlive_PutsOffIdlingOut()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Timing.IdleCheck, Timing.IdleCheck, interleave: false, keepAlive: true);

        await Engine.ElapseAsync(Timing.IdleAge + (3 * Timing.IdleCheck));

        Assert.True(await grain.Ticks() > 1);
    }

    [Fact]
    public async Task TimerThatDoesNotKeepAlive_EndsWithItsIdleGrain()
    {
        var grain = NewGrain<ITimedGrain>();
        await grain.Start(Timing.IdleCheck, Timing.IdleCheck, interleave: false, keepAlive: false);

        await Engine.ElapseAsync(Timing.IdleAge + (3 * Timing.IdleCheck));

        await Eventually(0, grain.Ticks);
    }
}
