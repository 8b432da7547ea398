namespace Twins.Conformance.Tests.Lifetimes;

public sealed class LifetimeTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    private static readonly TimeSpan LongIdle = Timing.IdleAge + (3 * Timing.IdleCheck);

    [Fact]
    public async Task Grain_CalledAgain_IsTheSameActivation()
    {
        var grain = NewGrain<ILifetimeGrain>();

        Assert.Equal(1, await grain.Generation());
        Assert.Equal(1, await grain.Generation());
    }

    [Fact]
    public async Task Grain_ThatEndsItself_IsToldAndComesBackAnew()
    {
        var grain = NewGrain<ILifetimeGrain>();
        await grain.EndSoon();

        await Eventually(2, grain.Generation);

        Assert.Equal(nameof(DeactivationReasonCode.ApplicationRequested), await grain.LastReason());
    }

    [Fact]
    public async Task Grain_NobodyCalls_EndsAndComesBackAnew()
    {
        var grain = NewGrain<ILifetimeGrain>();
        await grain.Generation();

        await Engine.ElapseAsync(LongIdle);

        await Eventually(2, grain.Generation);
        Assert.Equal(nameof(DeactivationReasonCode.ActivationIdle), await grain.LastReason());
    }

    [Fact]
    public async Task Grain_ThatDelaysItsDeactivation_StaysAlthoughNobodyCallsIt()
    {
        var grain = NewGrain<ILifetimeGrain>();
        await grain.Stay(TimeSpan.MaxValue);

        await Engine.ElapseAsync(LongIdle);

        Assert.Equal(1, await grain.Generation());
    }

    [Fact]
    public async Task Calls_WhileTheGrainEndsAgainAndAgain_AreAllAnswered_ByOneActivationAtATime()
    {
        var grain = NewGrain<ILifetimeGrain>();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(caller => Task.Run(async () =>
        {
            for (var call = 0; call < 50; call++)
            {
                Assert.True(await grain.Generation() > 0);
                if (call % 10 == caller)
                {
                    await grain.EndSoon();
                }
            }
        })));

        Assert.True(await grain.Generation() > 1);
        Assert.Equal(1, await grain.MostAtOnce());
    }

    [Fact]
    public async Task Activation_ThatFails_FailsItsCalls_AndTheNextCallTriesAgain()
    {
        var grain = NewGrain<IUnreadyGrain>();

        await Assert.ThrowsAsync<InvalidOperationException>(grain.Attempt);

        Assert.Equal(2, await grain.Attempt());
    }
}
