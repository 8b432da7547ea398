using System.Collections.Concurrent;

namespace Twins.Conformance.Tests.Streams;

public sealed class StreamTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task Events_OfASubscribedStream_ReachAClientInOrder()
    {
        var stream = NewStream(ShoreGrain.Explicit, NewKey());
        var seen = new ConcurrentQueue<int>();
        await stream.SubscribeAsync((tide, _) =>
        {
            seen.Enqueue(tide.Number);
            return Task.CompletedTask;
        });

        await PublishAsync(stream, 100);

        await Eventually(100, () => Task.FromResult(seen.Count));
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public async Task Events_OfAnImplicitStream_ReachTheGrainOfTheirKeyInOrder()
    {
        var key = NewKey();
        var grain = Engine.Client.GetGrain<IShoreGrain>(key);

        await PublishAsync(NewStream(ShoreGrain.Implicit, key), 50);

        await Eventually(50, async () => (await grain.Seen()).Length);
        Assert.Equal(Enumerable.Range(0, 50), await SeenBy(grain));
        Assert.True(await grain.SequenceGrew());
        Assert.Empty(await NewGrain<IShoreGrain>().Seen());
    }

    [Fact]
    public async Task Events_AfterTheGrainEnded_BringItBack()
    {
        var key = NewKey();
        var grain = Engine.Client.GetGrain<IShoreGrain>(key);
        var stream = NewStream(ShoreGrain.Implicit, key);
        await stream.OnNextAsync(new Tide(1, 1));
        await Eventually(1, async () => (await grain.Seen()).Length);
        await grain.Forget();
        await Eventually(0, async () => (await grain.Seen()).Length);

        await stream.OnNextAsync(new Tide(2, 2));

        await Eventually(1, async () => (await grain.Seen()).Length);
        Assert.Equal(2, Assert.Single(await SeenBy(grain)));
    }

    [Fact]
    public async Task Events_AGrainPublishes_ReachAnotherThatSubscribed()
    {
        var key = NewKey();
        var receiver = NewGrain<IShoreGrain>();
        await receiver.Subscribe(key);

        await NewGrain<IShoreGrain>().Publish(key, 42);

        await Eventually(1, async () => (await receiver.Seen()).Length);
        Assert.Equal(42, Assert.Single(await SeenBy(receiver)));
    }

    [Fact]
    public async Task Events_AfterUnsubscribing_DoNotArrive()
    {
        var key = NewKey();
        var receiver = NewGrain<IShoreGrain>();
        var witness = NewGrain<IShoreGrain>();
        await receiver.Subscribe(key);
        await witness.Subscribe(key);

        await receiver.Unsubscribe();
        await PublishAsync(NewStream(ShoreGrain.Explicit, key), 3);

        await Eventually(3, async () => (await witness.Seen()).Length);
        Assert.Empty(await receiver.Seen());
    }

    [Fact]
    public async Task Subscription_Resumed_HandsEventsToTheNewObserver()
    {
        var stream = NewStream(ShoreGrain.Explicit, NewKey());
        var first = 0;
        var second = 0;
        var handle = await stream.SubscribeAsync((_, _) => Task.FromResult(Interlocked.Increment(ref first)));
        await stream.OnNextAsync(new Tide(1, 1));
        await Eventually(1, () => Task.FromResult(first));

        var resumed = await handle.ResumeAsync((_, _) => Task.FromResult(Interlocked.Increment(ref second)));
        await stream.OnNextAsync(new Tide(2, 2));

        await Eventually(1, () => Task.FromResult(second));
        Assert.Equal(handle.HandleId, resumed.HandleId);
        Assert.Equal(1, first);
    }

    [Fact]
    public async Task Handler_ThatFails_DoesNotStopTheStream()
    {
        var stream = NewStream(ShoreGrain.Explicit, NewKey());
        var lastSeen = 0;
        await stream.SubscribeAsync(
            (tide, _) => tide.Number == 1 ? throw new InvalidOperationException("not this one") : Task.FromResult(lastSeen = tide.Number),
            _ => Task.CompletedTask);

        await stream.OnNextAsync(new Tide(1, 1));
        await stream.OnNextAsync(new Tide(2, 2));
        await Engine.ElapseAsync(TimeSpan.FromSeconds(1));

        await Eventually(2, () => Task.FromResult(lastSeen));
    }

    private static async Task<IEnumerable<int>> SeenBy(IShoreGrain grain) => await grain.Seen();

    private static async Task PublishAsync(IAsyncStream<Tide> stream, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await stream.OnNextAsync(new Tide(number, number / 2.0));
        }
    }

    private IAsyncStream<Tide> NewStream(string ns, string key) =>
        Engine.Client.GetStreamProvider(Names.Streams).GetStream<Tide>(StreamId.Create(ns, key));
}
