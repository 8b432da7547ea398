using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Hosting;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_EndsEveryGrain_AndWaitsForWhatTheyWrite()
    {
        var engine = await TestEngine.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(index => engine.Grain<IDiaryGrain>($"{index}").Note("unwritten")));
        var store = engine.Store;

        await engine.StopAsync();

        Assert.Equal(50, store.Writes);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Stop_WhileAGrainHangs_GivesItUpAndNamesIt()
    {
        var engine = await TestEngine.StartAsync();
        _ = (await engine.ActiveProbeAsync("hanging")).Occupy();

        await engine.StopAsync();

        Assert.Contains("1 grains have not ended and are given up, among them probe/hanging", engine.Log.Lines);
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Call_AfterTheStop_IsRefused()
    {
        var engine = await TestEngine.StartAsync();
        var grain = engine.Grain<IProbeGrain>("a");
        await engine.StopAsync();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(grain.Touch);

        Assert.Equal("probe/a is not activated: the process stops.", refusal.Message);
        await engine.DisposeAsync();
    }
}
