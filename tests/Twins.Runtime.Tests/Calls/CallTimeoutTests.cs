using Twins.Runtime.Hosting;
using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Calls;

public sealed class CallTimeoutTests
{
    [Fact]
    public async Task CallThatRuns_TimesOut_AndTheMessageSaysSo()
    {
        await using var engine = await TestEngine.StartAsync();
        var call = (await engine.ActiveProbeAsync("a")).Occupy();

        engine.Time.Advance(RuntimeOptions.DefaultCallTimeout + TimeSpan.FromSeconds(1));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Wait.Patience));
        Assert.Equal("IProbeGrain.Occupy on probe/a (running) has not answered within 30 s.", failure.Message);
    }

    [Fact]
    public async Task CallThatWaits_TimesOut_IsSaidToWait_AndIsNeverBegun()
    {
        await using var engine = await TestEngine.StartAsync(options => options.CallTimeout = TimeSpan.FromSeconds(5));
        var grain = await engine.ActiveProbeAsync("a");
        _ = grain.Occupy();
        var call = grain.Touch();

        engine.Time.Advance(TimeSpan.FromSeconds(6));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Wait.Patience));
        Assert.Equal("IProbeGrain.Touch on probe/a (waiting among 1) has not answered within 5 s.", failure.Message);
        await grain.Release();
        Assert.Equal(2, await grain.Touch());
    }

    [Fact]
    public async Task CallInTime_IsNotTouchedByTheWatch()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = await engine.ActiveProbeAsync("a");
        var call = grain.Occupy();

        engine.Time.Advance(RuntimeOptions.DefaultCallTimeout - TimeSpan.FromSeconds(1));
        await grain.Release();

        await call.WaitAsync(Wait.Patience);
    }
}
