using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Streams;

public sealed class BackPressureTests
{
    private const int Length = 8;

    [Fact]
    public async Task Publisher_AheadOfItsSubscriber_WaitsUntilHalfTheQueueIsFree()
    {
        await using var engine = await TestEngine.StartAsync(options => options.StreamQueueLength = Length);
        var stream = NewStream(engine);
        var subscriber = new GatedSubscriber();
        await FillAsync(stream, subscriber);

        var ahead = stream.OnNextAsync(-1);

        Assert.False(ahead.IsCompleted);
        subscriber.Open();
        await ahead.WaitAsync(Wait.Patience);
    }

    [Fact]
    public async Task Publisher_WhoDoesNotWait_IsRefusedAtTwiceTheQueue()
    {
        await using var engine = await TestEngine.StartAsync(options => options.StreamQueueLength = Length);
        var stream = NewStream(engine);
        var subscriber = new GatedSubscriber();
        await FillAsync(stream, subscriber);
        for (var number = 0; number < Length; number++)
        {
            _ = stream.OnNextAsync(number);
        }

        var failure = await Assert.ThrowsAsync<LimitExceededException>(() => stream.OnNextAsync(-1));

        Assert.Equal($"{2 * Length} events wait for a subscriber, twice the {Length} of StreamQueueLength.", failure.Message);
        subscriber.Open();
    }

    [Fact]
    public async Task Publisher_WhoseSubscriberNeverGoesOn_IsReleasedWithATimeout()
    {
        await using var engine = await TestEngine.StartAsync(options => options.StreamQueueLength = Length);
        var stream = NewStream(engine);
        await FillAsync(stream, new GatedSubscriber());
        var ahead = stream.OnNextAsync(-1);

        engine.Time.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => ahead.WaitAsync(Wait.Patience));
    }

    [Fact]
    public async Task SlowSubscriber_DoesNotHoldUpAnother_WithinTheQueue()
    {
        await using var engine = await TestEngine.StartAsync(options => options.StreamQueueLength = Length);
        var stream = NewStream(engine);
        var seen = 0;
        await stream.SubscribeAsync((_, _) => new TaskCompletionSource().Task);
        await stream.SubscribeAsync((_, _) => Task.FromResult(Interlocked.Increment(ref seen)));

        for (var number = 0; number < Length; number++)
        {
            await stream.OnNextAsync(number).WaitAsync(Wait.Patience);
        }

        await Wait.UntilAsync(() => Volatile.Read(ref seen) == Length, "the quick subscriber has seen all events");
    }

    private static IAsyncStream<int> NewStream(TestEngine engine) =>
        engine.Client.GetStreamProvider(TestEngine.Streams).GetStream<int>(StreamId.Create("numbers", "one"));

    /// <summary>Publishes until the subscriber has one event in its hands and the queue behind it is full.</summary>
    private static async Task FillAsync(IAsyncStream<int> stream, GatedSubscriber subscriber)
    {
        await stream.SubscribeAsync(subscriber);
        await stream.OnNextAsync(0);
        await subscriber.Busy.WaitAsync(Wait.Patience);
        for (var number = 1; number <= Length; number++)
        {
            await stream.OnNextAsync(number).WaitAsync(Wait.Patience);
        }
    }

    private sealed class GatedSubscriber : IAsyncObserver<int>
    {
        private readonly TaskCompletionSource _busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Busy => _busy.Task;

        public void Open() => _open.TrySetResult();

        public Task OnNextAsync(int item, StreamSequenceToken? token = null)
        {
            _busy.TrySetResult();
            return _open.Task;
        }
    }
}
