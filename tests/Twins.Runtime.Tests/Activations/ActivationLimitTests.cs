using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Activations;

public sealed class ActivationLimitTests
{
    [Fact]
    public async Task Limit_Reached_TheGrainIdleLongestMakesRoom()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxActivations = 2);
        await engine.Grain<IProbeGrain>("oldest").Touch();
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        await engine.Grain<IProbeGrain>("newer").Touch();

        await engine.Grain<IProbeGrain>("newest").Touch();

        Assert.Equal(2, await engine.Grain<IProbeGrain>("newest").Touch());
        Assert.Equal(2, await engine.Grain<IProbeGrain>("newer").Touch());
        Assert.Equal(1, await engine.Grain<IProbeGrain>("oldest").Touch());
    }

    [Fact]
    public async Task Limit_ReachedByGrainsThatMayNotEnd_RefusesAndNamesIt()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxActivations = 2);
        await engine.Grain<IProbeGrain>("kept").Keep(TimeSpan.MaxValue);
        var occupied = engine.Grain<IProbeGrain>("occupied").Occupy();

        var failure = await Assert.ThrowsAsync<LimitExceededException>(engine.Grain<IProbeGrain>("third").Touch);

        Assert.Equal("probe/third is not activated: 2 grains are in memory (MaxActivations), and none of them is idle.", failure.Message);
        await engine.Grain<IProbeGrain>("occupied").Release();
        await occupied;
    }

    [Fact]
    public async Task DelayedDeactivation_TakenBack_LetsTheGrainIdleOut()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Grain<IProbeGrain>("a");
        await grain.Keep(TimeSpan.MaxValue);
        await grain.Touch();
        engine.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, await grain.Touch());

        await grain.Keep(TimeSpan.Zero);
        engine.Time.Advance(TimeSpan.FromHours(1));

        await Wait.UntilAsync(() => grain.Touch().Result == 1, "the grain is a new activation");
    }
}
