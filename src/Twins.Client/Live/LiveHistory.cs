using Twins.Devices;
using Twins.Sites;

namespace Twins.Client.Live;

/// <summary>A change with its place in the order in which this process learnt of changes.</summary>
/// <param name="Position">Counts changes of this process, from 1, without gaps but for starts of a site's watch.</param>
/// <param name="Change">The change.</param>
public readonly record struct LiveChange(long Position, DeviceChange Change);

/// <summary>
/// The last changes of this process, so that a reader who comes back within a while misses nothing. Bounded: the oldest are forgotten. Guarded
/// by the feed's lock.
/// </summary>
internal sealed class LiveHistory
{
    public const int Capacity = 4_096;

    private readonly Queue<(LiveChange Change, TwinDefinition Definition)> _changes = new();

    /// <summary>Position of the last change; 0 before the first.</summary>
    public long Position { get; private set; }

    /// <summary>Takes a position of its own: what was before it does not lead up to what follows.</summary>
    public long Mark() => ++Position;

    public LiveChange Add(DeviceChange change, TwinDefinition definition)
    {
        var numbered = new LiveChange(++Position, change);
        if (_changes.Count == Capacity)
        {
            _changes.Dequeue();
        }

        _changes.Enqueue((numbered, definition));
        return numbered;
    }

    /// <summary>Whether every change later than a position is still here.</summary>
    public bool Reaches(long position) =>
        position >= 0 && position <= Position && (_changes.Count == 0 ? position == Position : _changes.Peek().Change.Position <= position + 1);

    public IEnumerable<(LiveChange Change, TwinDefinition Definition)> After(long position) => _changes.Where(known => known.Change.Position > position);
}
