using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Turns;

public sealed class MailboxTests
{
    [Fact]
    public async Task FullMailbox_RefusesTheCall_AndNamesLimitValueAndGrain()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedCalls = 3);
        var grain = await engine.ActiveProbeAsync("a");
        var occupied = grain.Occupy();
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.Touch()).ToList();

        var failure = await Assert.ThrowsAsync<LimitExceededException>(grain.Touch);

        Assert.Equal("probe/a has 3 calls waiting (MaxQueuedCalls), and takes no more.", failure.Message);
        await grain.Release();
        await Task.WhenAll([occupied, .. waiting]);
    }

    [Fact]
    public async Task FullMailbox_DropsOneWayCalls_AndSaysSo()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedCalls = 1);
        var grain = await engine.ActiveProbeAsync("a");
        var occupied = grain.Occupy();
        var waiting = grain.Touch();

        await grain.TouchSilently();

        Assert.Contains("One-way call of IProbeGrain.TouchSilently failed", engine.Log.Lines);
        await grain.Release();
        await Task.WhenAll(occupied, waiting);
        Assert.Equal(3, await grain.Touch());
    }

    [Fact]
    public async Task InterleavingCall_OvertakesThoseThatWait()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = await engine.ActiveProbeAsync("a");
        var occupied = grain.Occupy();
        var waiting = grain.Touch();

        await grain.Release().WaitAsync(Wait.Patience);

        await Task.WhenAll(occupied, waiting).WaitAsync(Wait.Patience);
    }
}
