namespace Twins.Conformance.Tests.Observers;

public sealed class ObserverTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task Observer_Registered_HearsEveryRingInOrderAndOneAtATime()
    {
        var listener = new BellListener();
        var grain = NewGrain<IBellGrain>();
        await grain.Watch(Engine.Client.CreateObjectReference<IBellObserver>(listener));

        for (var number = 0; number < 20; number++)
        {
            await grain.Ring(number);
        }

        using var patience = new CancellationTokenSource(Timing.Patience, TimeProvider.System);
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(number, await listener.Heard.ReadAsync(patience.Token));
        }

        Assert.False(listener.HeardTwoAtOnce);
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_RegisteredTwice_IsOne()
    {
        var listener = new BellListener();
        var reference = Engine.Client.CreateObjectReference<IBellObserver>(listener);
        var grain = NewGrain<IBellGrain>();

        await grain.Watch(reference);
        await grain.Watch(reference);

        Assert.Equal(1, await grain.Ring(1));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_Unregistered_IsNoLongerCalled()
    {
        var listener = new BellListener();
        var reference = Engine.Client.CreateObjectReference<IBellObserver>(listener);
        var grain = NewGrain<IBellGrain>();
        await grain.Watch(reference);

        await grain.Unwatch(reference);

        Assert.Equal(0, await grain.Ring(1));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Observer_Asked_Answers()
    {
        var listener = new BellListener();
        var grain = NewGrain<IBellGrain>();
        await grain.Watch(Engine.Client.CreateObjectReference<IBellObserver>(listener));

        Assert.Equal(-7, await grain.Ask(7));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task DeletedReference_IsNoLongerCalled_AndRingingGoesOn()
    {
        var listener = new BellListener();
        var reference = Engine.Client.CreateObjectReference<IBellObserver>(listener);
        var grain = NewGrain<IBellGrain>();
        await grain.Watch(reference);

        Engine.Client.DeleteObjectReference<IBellObserver>(reference);

        Assert.Equal(1, await grain.Ring(1));
        Assert.False(listener.Heard.TryRead(out _));
    }
}
