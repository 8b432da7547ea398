namespace Twins.Protocols.Mqtt.Topics;

/// <summary>
/// Nodes by the text of their level: a hash table with linear probing. Readers need no lock: a slot is filled by its node last,
/// a removed node leaves a mark, and a table that is full is replaced by a greater one.
/// </summary>
internal sealed class TopicNodeTable<T>
{
    private const int SmallestTable = 2;

    /// <summary>Stands where a node was removed; no level is its text.</summary>
    private static readonly TopicNode<T> Removed = new("/"u8.ToArray(), 0);

    private Slot[] _slots = [];
    private int _used;

    /// <summary>How many nodes there are.</summary>
    public int Count { get; private set; }

    /// <summary>Finds a node; <see langword="null"/> when there is none.</summary>
    public TopicNode<T>? Find(ReadOnlySpan<byte> level)
    {
        var slots = Volatile.Read(ref _slots);
        return slots.Length == 0 ? null : Find(slots, level, LevelHash.Of(level));
    }

    /// <summary>Adds a node that is not there yet.</summary>
    public void Add(TopicNode<T> node)
    {
        if ((_used + 1) * 4 > _slots.Length * 3)
        {
            Rebuild(Count + 1);
        }

        Insert(_slots, node);
        _used++;
        Count++;
    }

    /// <summary>Removes a node that is there.</summary>
    public void Remove(TopicNode<T> node)
    {
        for (var index = 0; index < _slots.Length; index++)
        {
            ref var slot = ref _slots[(node.Hash + (uint)index) & (uint)(_slots.Length - 1)];
            if (ReferenceEquals(slot.Node, node))
            {
                Volatile.Write(ref slot.Node, Removed);
                Count--;
                break;
            }
        }
    }

    /// <summary>Returns the node at or after a position, and moves the position behind it; <see langword="null"/> at the end.</summary>
    /// <param name="slots">What <see cref="Snapshot"/> returned.</param>
    /// <param name="position">Where to look, at first 0.</param>
    public static TopicNode<T>? Next(ReadOnlySpan<Slot> slots, ref int position)
    {
        while (position < slots.Length)
        {
            var node = Volatile.Read(in slots[position++].Node);
            if (node is not null && !ReferenceEquals(node, Removed))
            {
                return node;
            }
        }

        return null;
    }

    /// <summary>The slots as they are now.</summary>
    public ReadOnlySpan<Slot> Snapshot() => Volatile.Read(ref _slots);

    private static TopicNode<T>? Find(Slot[] slots, ReadOnlySpan<byte> level, uint hash)
    {
        var mask = (uint)(slots.Length - 1);
        for (var index = hash & mask; ; index = (index + 1) & mask)
        {
            ref var slot = ref slots[index];
            var node = Volatile.Read(ref slot.Node);
            if (node is null)
            {
                return null;
            }

            if (slot.Hash == hash && level.SequenceEqual(node.Level))
            {
                return node;
            }
        }
    }

    private void Rebuild(int count)
    {
        var size = SmallestTable;
        while (count * 4 > size * 3)
        {
            size *= 2;
        }

        // Room to grow, or the next few additions would rebuild again.
        var slots = new Slot[count > SmallestTable ? size * 2 : size];
        var position = 0;
        while (Next(_slots, ref position) is { } node)
        {
            Insert(slots, node);
        }

        _used = Count;
        Volatile.Write(ref _slots, slots);
    }

    private static void Insert(Slot[] slots, TopicNode<T> node)
    {
        var mask = (uint)(slots.Length - 1);
        var index = node.Hash & mask;
        while (slots[index].Node is not null)
        {
            index = (index + 1) & mask;
        }

        slots[index].Hash = node.Hash;
        Volatile.Write(ref slots[index].Node, node);
    }

    /// <summary>A place of the table; empty without a node.</summary>
    internal struct Slot
    {
        public uint Hash;
        public TopicNode<T>? Node;
    }
}
