using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Turns;

/// <summary>A call to an idle grain is a turn of that grain on its caller's thread.</summary>
public sealed class RunAtOnceTests
{
    [Fact]
    public async Task Call_ToAnIdleGrain_RunsOnTheCallersThread()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Grain<IProbeGrain>("a");
        await grain.Touch();
        await Task.Yield();

        var call = grain.ThreadId();

        Assert.True(call.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, await call);
    }

    [Fact]
    public async Task Call_ToAnIdleGrain_LeavesTheCallersContextAsItWas()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Grain<IProbeGrain>("a");
        var context = SynchronizationContext.Current;

        await grain.Touch().ConfigureAwait(true);
        _ = grain.Occupy();

        Assert.Same(context, SynchronizationContext.Current);
    }

    [Fact]
    public async Task Loop_OverCallsThatRunAtOnce_YieldsNowAndThen()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Grain<IProbeGrain>("a");
        await grain.Touch();

        var yielded = 0;
        for (var call = 0; call < 1_000; call++)
        {
            var answer = grain.Touch();
            yielded += answer.IsCompleted ? 0 : 1;
            await answer;
        }

        Assert.InRange(yielded, 1, 100);
    }

    [Fact]
    public async Task Chain_LongerThanTheStackAllows_IsCarriedOut()
    {
        await using var engine = await TestEngine.StartAsync();

        Assert.Equal(2_001, await engine.Grain<IProbeGrain>("top").Descend(2_000, "level"));
        Assert.Equal(2_001, await engine.Grain<IProbeGrain>("top").Descend(2_000, "level"));
    }
}
