using System.IO.Pipelines;
using Twins.Client.Live;
using Twins.Api.Events;
using Twins.Peers.Tests.Api.Scripted;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Api.Events;

/// <summary>What a stream does when its reader is slow, and when nothing happens.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private readonly ScriptedGrains _grains = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly Pipe _pipe = new();
    private readonly CancellationTokenSource _end = new();
    private readonly LiveFeed _feed;

    public EventStreamTests() => _feed = new LiveFeed(_grains, TestSites.Catalog, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LiveFeed>.Instance);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _feed.DisposeAsync();
        _end.Dispose();
    }

    [Fact]
    public async Task Run_ReaderSlowerThanTheField_SaysHowManyWereDroppedAndShowsTheStateAnew()
    {
        await using var subscription = await _feed.SubscribeAsync(new LiveFilter(), capacity: 2);
        for (var sequence = 42; sequence <= 46; sequence++)
        {
            await _grains.Site.PublishAsync(ScriptedTwin.Change(sequence, ("activePower", sequence)));
        }

        var running = RunAsync(subscription);
        await using var events = new EventReader(_pipe.Reader.AsStream());

        Assert.Equal("snapshot", (await events.NextAsync()).Name);
        var dropped = await events.NextAsync();
        Assert.Equal("dropped", dropped.Name);
        Assert.Equal("""{"dropped":3,"total":3}""", dropped.Data.ToJsonString());
        Assert.Equal("snapshot", (await events.NextAsync()).Name);
        Assert.Equal("harbour/bess-1/5/45", (await events.NextAsync()).Id);
        await EndAsync(running);
    }

    [Fact]
    public async Task Run_NothingHappens_SendsACommentAtEveryHeartbeat()
    {
        await using var subscription = await _feed.SubscribeAsync(new LiveFilter());
        var running = RunAsync(subscription);
        await using var events = new EventReader(_pipe.Reader.AsStream());
        await events.NextAsync();

        var comment = events.NextCommentAsync();
        while (!comment.IsCompleted)
        {
            _clock.Advance(EventStream.Heartbeat);
            await Task.Yield();
        }

        Assert.Equal("alive", await comment);
        await EndAsync(running);
    }

    private async Task RunAsync(LiveSubscription subscription)
    {
        var filter = new EventFilter(new LiveFilter(), [(TestSites.Definition, null)]);
        using var writer = new EventWriter(_pipe.Writer);
        await new EventStream(filter, subscription, writer, _grains, TestSites.Catalog, _clock).RunAsync(_end.Token);
    }

    private async Task EndAsync(Task running)
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
