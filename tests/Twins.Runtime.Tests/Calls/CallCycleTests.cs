using Twins.Runtime.Hosting;
using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Calls;

public sealed class CallCycleTests
{
    private static readonly TimeSpan AfterGrace = RuntimeOptions.DefaultCallCycleGrace + TimeSpan.FromSeconds(1);

    [Fact]
    public async Task GrainThatWaitsForItself_IsReportedWithTheChain()
    {
        await using var engine = await TestEngine.StartAsync();
        var a = await engine.ActiveProbeAsync("a");
        var call = a.CallAsync(a);

        engine.Time.Advance(AfterGrace);

        var failure = await Assert.ThrowsAsync<CallCycleException>(() => call.WaitAsync(Wait.Patience));
        Assert.Equal(
            "The call waits for itself: probe/a → IProbeGrain.Touch on probe/a, which waits for the first to end.", failure.Message);
    }

    [Fact]
    public async Task GrainsThatWaitForEachOther_AreReportedWithTheChain()
    {
        await using var engine = await TestEngine.StartAsync();
        var a = await engine.ActiveProbeAsync("a");
        var b = await engine.ActiveProbeAsync("b");
        var call = a.CallThroughAsync(b, a);

        engine.Time.Advance(AfterGrace);

        var failure = await Assert.ThrowsAsync<CallCycleException>(() => call.WaitAsync(Wait.Patience));
        Assert.Equal(
            "The call waits for itself: probe/a → IProbeGrain.CallAsync on probe/b → IProbeGrain.Touch on probe/a, "
            + "which waits for the first to end.",
            failure.Message);
        Assert.Contains(engine.Log.Lines, line => line.Contains("probe/a → IProbeGrain.CallAsync on probe/b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GrainsWhoseCallsCross_AreReported_AndTheOtherCallGoesOn()
    {
        await using var engine = await TestEngine.StartAsync();
        var a = await engine.ActiveProbeAsync("a");
        var b = await engine.ActiveProbeAsync("b");
        var first = a.CallWhenReleasedAsync(b);
        var second = b.CallWhenReleasedAsync(a);
        await Task.WhenAll(a.Release(), b.Release());

        await Wait.UntilAsync(
            () =>
            {
                engine.Time.Advance(TimeSpan.FromMilliseconds(250));
                return first.IsCompleted && second.IsCompleted;
            },
            "one call has failed and so freed the other");

        var failed = Assert.Single(new[] { first, second }, call => call.IsFaulted);
        await Assert.ThrowsAsync<CallCycleException>(() => failed);
    }

    [Fact]
    public async Task CallToItself_ThatTheGrainDoesNotWaitFor_IsCarriedOut()
    {
        await using var engine = await TestEngine.StartAsync();
        var a = await engine.ActiveProbeAsync("a");

        await a.SendItself(a);
        engine.Time.Advance(AfterGrace);

        Assert.Equal(3, await a.Touch());
    }

    [Fact]
    public async Task GrainBehindASlowOne_IsNoCycle()
    {
        await using var engine = await TestEngine.StartAsync();
        var a = await engine.ActiveProbeAsync("a");
        var b = await engine.ActiveProbeAsync("b");
        var occupied = b.Occupy();
        var call = a.CallAsync(b);

        engine.Time.Advance(AfterGrace);
        await b.Release();

        await Task.WhenAll(call, occupied).WaitAsync(Wait.Patience);
    }
}
