using System.Globalization;

namespace Twins.Conformance.Tests.Turns;

public sealed class TurnTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    private const string Stateful = "Twins.Conformance.Tests.Turns.StepsGrain";

    [Fact]
    public async Task Calls_ThatAwait_RunOneAfterTheOther()
    {
        var grain = NewSteps();
        var first = grain.Slow("first");
        var second = grain.Quick("second");
        await Eventually("first begins", async () => string.Join(", ", await grain.Steps()));

        await grain.Release();
        await Task.WhenAll(first, second);

        Assert.Equal(["first begins", "first ends", "second"], await grain.Steps());
    }

    [Fact]
    public async Task ReadOnlyCalls_RunBetweenEachOthersTurns_ButNotBesideAWritingOne()
    {
        var grain = NewSteps();
        var readings = new[] { grain.SlowReading("one"), grain.SlowReading("other") };
        await Eventually(2, async () => (await grain.Steps()).Length);
        var writing = grain.Quick("writing");

        Assert.Equal(["one begins", "other begins"], await grain.Steps());
        await grain.Release();
        await Task.WhenAll([.. readings, writing]);

        Assert.Equal("writing", (await grain.Steps())[^1]);
    }

    [Fact]
    public async Task ReadOnlyCall_BehindAWritingOne_Waits()
    {
        var grain = NewSteps();
        var writing = grain.Slow("writing");
        var reading = grain.SlowReading("reading");
        await Eventually(1, async () => (await grain.Steps()).Length);

        await grain.Release();
        await writing;
        await Eventually(3, async () => (await grain.Steps()).Length);
        await grain.Release();
        await reading;

        Assert.Equal(["writing begins", "writing ends", "reading begins", "reading ends"], await grain.Steps());
    }

    [Fact]
    public async Task Calls_OfAReentrantGrain_RunBetweenEachOthersTurns()
    {
        var grain = NewGrain<IReentrantStepsGrain>();
        var slow = grain.Slow("slow");
        await grain.Quick("quick");
        await grain.Release();
        await slow;

        Assert.Equal(["slow begins", "quick", "slow ends"], await grain.Steps());
    }

    [Fact]
    public async Task Turns_OfAReentrantGrain_NeverRunAtOnce()
    {
        var grain = NewGrain<IReentrantStepsGrain>();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => grain.Count(times: 200, yields: true))));

        Assert.Equal(10_000, await grain.Count(times: 0, yields: false));
        Assert.Equal(1, await grain.MaxTurnsAtOnce());
    }

    [Fact]
    public async Task CallsOfOneCaller_ArriveInTheirOrder()
    {
        var grain = NewSteps();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(index => grain.Quick($"{index}")));

        Assert.Equal(Enumerable.Range(0, 100), (await grain.Steps()).Select(step => int.Parse(step, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task FullMailbox_RefusesFurtherCalls_AndServesThoseThatWait()
    {
        var untilRelease = TimeSpan.FromSeconds(2);
        var grain = NewSteps();
        var first = grain.Slow("first");
        await Eventually(1, async () => (await grain.Steps()).Length);
        await grain.ReleaseAfter(untilRelease);
        var calls = Enumerable.Range(0, Limits.MaxQueuedCalls + 50).Select(index => grain.Quick($"{index}")).ToList();

        var refused = calls[^1];
        await Assert.ThrowsAsync<LimitExceededException>(() => refused.WaitAsync(Timing.Patience));
        await Engine.ElapseAsync(untilRelease);
        await first.WaitAsync(Timing.Patience);

        await calls[0].WaitAsync(Timing.Patience);
    }

    private IStepsGrain NewSteps() => Engine.Client.GetGrain<IStepsGrain>(NewKey(), Stateful);
}
