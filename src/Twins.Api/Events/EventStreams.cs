using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Twins.Client.Live;
using Twins.Sites;

namespace Twins.Api.Events;

/// <summary>Opens event streams, a bounded number of them, and ends them when the host stops.</summary>
internal sealed class EventStreams(
    LiveFeed feed, IGrainFactory grains, SiteCatalog catalog, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Streams that may be open at once.</summary>
    public const int MaxOpen = 256;

    private int _open;

    /// <summary>The events of a stream until its client leaves or the host stops; null when there are too many streams already.</summary>
    /// <param name="filter">Which devices and points.</param>
    /// <param name="lastEventId">Id of the last event that the client has seen; null when it has seen none.</param>
    public IAsyncEnumerable<SseItem<object?>>? TryOpen(EventFilter filter, string? lastEventId)
    {
        // Counted while it is read: one that is opened and never read costs no place.
        return Volatile.Read(ref _open) >= MaxOpen ? null : ReadAsync(filter, EventStream.PositionOf(feed, lastEventId));
    }

    private async IAsyncEnumerable<SseItem<object?>> ReadAsync(
        EventFilter filter, long? after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _open);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await using var subscription = await feed.SubscribeAsync(filter.Live, LiveFeed.DefaultCapacity, after, ended.Token);
            var events = new EventStream(filter, feed, grains, catalog, clock).ReadAsync(subscription, ended.Token).GetAsyncEnumerator(ended.Token);
            await using (events.ConfigureAwait(false))
            {
                while (await MoveNextAsync(events, ended.Token))
                {
                    yield return events.Current;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    // The client left, or the host stops: the ordinary end of a stream.
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<object?>> events, CancellationToken ended)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return false;
        }
    }
}
