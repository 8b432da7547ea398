using System.Threading.Channels;
using Twins.Sites;

namespace Twins.Client.Live;

/// <summary>
/// A bounded queue of changes for one reader, such as one stream of server-sent events. When the reader is slower than the field,
/// the oldest changes are dropped and counted; the reader can then read the live state again. Dispose it to end it.
/// </summary>
public sealed class LiveSubscription : IAsyncDisposable
{
    private readonly LiveFeed _feed;
    private readonly LiveFilter _filter;
    private readonly Channel<LiveChange> _changes;
    private readonly List<LiveWatch> _watches = [];
    private long _dropped;

    internal LiveSubscription(LiveFeed feed, LiveFilter filter, int capacity)
    {
        _feed = feed;
        _filter = filter;
        _changes = Channel.CreateBounded<LiveChange>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>The changes, oldest first. A device's whole state comes as one change after a gap.</summary>
    public ChannelReader<LiveChange> Changes => _changes.Reader;

    /// <summary>Changes that were dropped because the reader was too slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Position of the last change of before; a state read now contains it.</summary>
    public long Start { get; private set; }

    /// <summary>Whether the changes continue from where the reader left off: then it needs no new state.</summary>
    public bool Resumed { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _feed.Remove(this);
        _changes.Writer.TryComplete();
        foreach (LiveWatch watch in _watches)
        {
            await watch.DisposeAsync().ConfigureAwait(false);
        }

        _watches.Clear();
    }

    internal void Keep(LiveWatch watch) => _watches.Add(watch);

    /// <summary>Before any change is offered: where the subscription begins, and what the reader missed since it was last here.</summary>
    internal void Begin(long position, IEnumerable<(LiveChange Change, TwinDefinition Definition)>? missed)
    {
        Start = position;
        Resumed = missed is not null;
        foreach (var (change, definition) in missed ?? [])
        {
            Offer(change, definition);
        }
    }

    internal void Offer(in LiveChange change, TwinDefinition definition)
    {
        if (_filter.Select(change.Change, definition) is { } wanted)
        {
            _changes.Writer.TryWrite(change with { Change = wanted });
        }
    }
}
