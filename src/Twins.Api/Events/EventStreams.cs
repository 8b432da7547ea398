using Microsoft.AspNetCore.Http.Features;
using Twins.Client.Live;
using Twins.Sites;

namespace Twins.Api.Events;

/// <summary>Opens event streams, a bounded number of them, and ends them when the host stops.</summary>
internal sealed class EventStreams(
    LiveFeed feed, IGrainFactory grains, SiteCatalog catalog, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>Streams that may be open at once.</summary>
    public const int Greatest = 256;

    private int _open;

    /// <summary>Serves a stream until its client leaves or the host stops; false when there are too many already.</summary>
    public async Task<bool> TryRunAsync(EventFilter filter, HttpContext context)
    {
        if (Interlocked.Increment(ref _open) > Greatest)
        {
            Interlocked.Decrement(ref _open);
            return false;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await using var subscription = await feed.SubscribeAsync(filter.Live, LiveFeed.DefaultCapacity, ended.Token);
            using var writer = new EventWriter(context.Response.BodyWriter);
            await new EventStream(filter, subscription, writer, grains, catalog, clock).RunAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client left, or the host stops: the ordinary end of a stream.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }

        return true;
    }
}
