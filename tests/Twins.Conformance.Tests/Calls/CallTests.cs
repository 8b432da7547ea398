namespace Twins.Conformance.Tests.Calls;

public sealed class CallTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task Call_ToAGrainNobodyMade_ActivatesItOnceAndKeepsItsMemory()
    {
        var grain = NewGrain<ICounterGrain>();

        Assert.Equal(2, await grain.Add(2));
        Assert.Equal(5, await grain.Add(3));
    }

    [Fact]
    public async Task Call_ThatAwaits_ReturnsItsResult() => Assert.Equal(4, await NewGrain<ICounterGrain>().AddLater(4));

    [Fact]
    public async Task Call_OfAValueTaskMethod_ReturnsItsResult() => Assert.Equal(5, await NewGrain<ICounterGrain>().Sum(2, 3));

    [Fact]
    public async Task Calls_OfManyCallers_AreAllCounted()
    {
        var grain = NewGrain<ICounterGrain>();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(index => index % 2 == 0 ? grain.Add(1) : grain.AddLater(1)));

        Assert.Equal(200, await grain.Add(0));
    }

    [Fact]
    public async Task Exception_ThrownBeforeTheFirstAwait_ReachesTheCaller()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => NewGrain<ICounterGrain>().Fail("at once"));

        Assert.Equal("at once", failure.Message);
    }

    [Fact]
    public async Task Exception_ThrownAfterAnAwait_ReachesTheCallerAndLeavesTheGrainUsable()
    {
        var grain = NewGrain<ICounterGrain>();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.FailLater("later"));

        Assert.Equal("later", failure.Message);
        Assert.Equal(1, await grain.Add(1));
    }

    [Fact]
    public async Task Reference_SentAsAnArgument_CanBeCalled()
    {
        var other = NewGrain<ICounterGrain>();

        Assert.Equal(7, await NewGrain<ICounterGrain>().AddAt(other, 7));
        Assert.Equal(8, await other.Add(1));
    }

    [Fact]
    public void References_ToTheSameGrain_AreEqual()
    {
        var key = NewKey();

        Assert.Equal(Engine.Client.GetGrain<ICounterGrain>(key), Engine.Client.GetGrain<ICounterGrain>(key));
        Assert.NotEqual(Engine.Client.GetGrain<ICounterGrain>(key), NewGrain<ICounterGrain>());
        Assert.Equal(key, Engine.Client.GetGrain<ICounterGrain>(key).GetPrimaryKeyString());
    }

    [Fact]
    public async Task OneWayCall_IsCarriedOut_AndItsFailureIsNobodys()
    {
        var grain = NewGrain<ICounterGrain>();

        await grain.AddSilently(3);
        await grain.AddSilently(-1);

        await Eventually(2, () => grain.Add(0));
    }

    [Fact]
    public async Task Call_WithoutAnAnswer_TimesOut()
    {
        var call = NewGrain<ICounterGrain>().HangDeaf();

        await Engine.ElapseAsync(Timing.CallTimeout + TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => call.WaitAsync(Timing.Patience));
    }

    [Fact]
    public async Task Call_CancelledByItsCaller_EndsThereAndInTheGrain()
    {
        var grain = NewGrain<ICounterGrain>();
        using var cancellation = new CancellationTokenSource();
        var call = grain.Hang(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Timing.Patience));
        Assert.Equal(1, await grain.Add(1));
    }
}
