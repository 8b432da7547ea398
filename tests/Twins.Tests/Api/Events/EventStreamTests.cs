using System.Net.ServerSentEvents;
using Microsoft.Extensions.Logging.Abstractions;
using Twins.Api.Events;
using Twins.Client.Live;
using Twins.Testing.Time;
using Twins.Tests.Api.Scripted;

namespace Twins.Tests.Api.Events;

/// <summary>What a stream does when its reader is slow, and when nothing happens.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private readonly ScriptedGrains _grains = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly CancellationTokenSource _end = new();
    private readonly LiveFeed _feed;

    public EventStreamTests() => _feed = new LiveFeed(_grains, TestSites.Catalog, TimeProvider.System, NullLogger<LiveFeed>.Instance);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _feed.DisposeAsync();
        _end.Dispose();
    }

    [Fact]
    public async Task Read_ReaderSlowerThanTheField_SaysHowManyWereDroppedAndShowsTheStateAnew()
    {
        await using var subscription = await _feed.SubscribeAsync(new LiveFilter(), capacity: 2);
        for (var sequence = 42; sequence <= 46; sequence++)
        {
            await _grains.Site.PublishAsync(ScriptedTwin.Change(sequence, ("activePower", sequence)));
        }

        await using var events = Open(subscription);

        Assert.Equal("snapshot", (await NextAsync(events)).EventType);
        var dropped = await NextAsync(events);
        Assert.Equal(("dropped", new DroppedEvent(3, 3)), (dropped.EventType, Assert.IsType<DroppedEvent>(dropped.Data)));
        Assert.Equal("snapshot", (await NextAsync(events)).EventType);
        Assert.Equal(45, Assert.IsType<DeviceChangeEvent>((await NextAsync(events)).Data).Sequence);
    }

    [Fact]
    public async Task Read_NothingHappens_SendsAnEmptyEventAtEveryHeartbeat()
    {
        await using var subscription = await _feed.SubscribeAsync(new LiveFilter());
        await using var events = Open(subscription);
        await NextAsync(events);

        var next = NextAsync(events);
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(EventStream.Heartbeat);
                return next.IsCompleted;
            },
            "a heartbeat comes");

        Assert.Equal(("alive", null), ((await next).EventType, (await next).Data));
    }

    private IAsyncEnumerator<SseItem<object?>> Open(LiveSubscription subscription) =>
        new EventStream(new EventFilter(new LiveFilter(), [(TestSites.Definition, null)]), _feed, _grains, TestSites.Catalog, _clock)
            .ReadAsync(subscription, _end.Token).GetAsyncEnumerator();

    private static async Task<SseItem<object?>> NextAsync(IAsyncEnumerator<SseItem<object?>> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience.Usual));
        return events.Current;
    }
}
