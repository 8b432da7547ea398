namespace Twins.Protocols.Mqtt.Topics;

/// <summary>
/// Values by topic filter, found by topic name: a tree with a level of the filters at each step, so that a search takes as many
/// steps as the name has levels, however many filters there are (and twice as many wherever one matches with <c>+</c>). It also
/// finds by filter among topic names, for retained messages. Searches run at any time, without a lock and without allocating;
/// changes wait for each other, and cost as much as there are values at the same filter.
/// </summary>
/// <typeparam name="T">What is found. Values that are equal are the same: adding one replaces it.</typeparam>
public sealed class TopicTree<T>
{
    private readonly TopicNode<T> _root = new([], 0);
    private readonly Lock _gate = new();
    private int _count;

    /// <summary>How many values there are, each filter's counted.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a value to a filter, or replaces the equal one.</summary>
    /// <param name="filter">The filter (or topic name) as UTF-8; that of a shared subscription without <c>$share/name/</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is new there.</returns>
    /// <exception cref="ArgumentException">The filter is not valid, or has more levels than <see cref="TopicFilter.MaxLevels"/>.</exception>
    public bool Add(ReadOnlySpan<byte> filter, T value)
    {
        Demand(filter);
        lock (_gate)
        {
            var node = _root;
            var levels = new TopicLevels(filter);
            while (levels.TryNext(out var level))
            {
                if (level is [(byte)'#'])
                {
                    node.ValuesBelow = ValueArray.With(node.ValuesBelow, value, out var isNewBelow);
                    return Counted(isNewBelow);
                }

                node = TopicPath.Grow(node, level);
            }

            node.Values = ValueArray.With(node.Values, value, out var isNew);
            return Counted(isNew);
        }
    }

    /// <summary>Removes a value from a filter.</summary>
    /// <param name="filter">The filter as it was added.</param>
    /// <param name="value">A value equal to the one to remove.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(ReadOnlySpan<byte> filter, T value)
    {
        if (TopicFilter.CountLevels(filter) > TopicFilter.MaxLevels)
        {
            return false;
        }

        lock (_gate)
        {
            var isBelow = filter is [(byte)'#'] or [.., (byte)'/', (byte)'#'];
            var path = TopicPath.Find(_root, isBelow ? filter[..Math.Max(0, filter.Length - 2)] : filter, isBelow && filter.Length == 1);
            if (path is not [.., var node])
            {
                return false;
            }

            var removed = isBelow
                ? ValueArray.TryRemove(node.ValuesBelow, value, out var rest)
                : ValueArray.TryRemove(node.Values, value, out rest);
            if (!removed)
            {
                return false;
            }

            if (isBelow)
            {
                node.ValuesBelow = rest;
            }
            else
            {
                node.Values = rest;
            }

            TopicPath.Prune(path);
            _count--;
            return true;
        }
    }

    /// <summary>Finds the values of all filters that match a topic name (5.0, section 4.7).</summary>
    /// <param name="topic">The topic name as UTF-8, taken to be valid.</param>
    /// <param name="matches">Takes them.</param>
    /// <typeparam name="TMatches">A structure, so that the search calls it directly.</typeparam>
    public void Match<TMatches>(ReadOnlySpan<byte> topic, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct =>
        FilterSearch<T>.Match(_root, topic, atRoot: true, ref matches);

    /// <summary>Finds the values of all topic names (added in the place of filters) that a filter matches.</summary>
    /// <param name="filter">The filter as UTF-8, taken to be valid; that of a shared subscription without <c>$share/name/</c>.</param>
    /// <param name="matches">Takes them.</param>
    /// <typeparam name="TMatches">A structure, so that the search calls it directly.</typeparam>
    public void MatchNames<TMatches>(ReadOnlySpan<byte> filter, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct =>
        NameSearch<T>.Match(_root, filter, atRoot: true, ref matches);

    private bool Counted(bool isNew)
    {
        _count += isNew ? 1 : 0;
        return isNew;
    }

    private static void Demand(ReadOnlySpan<byte> filter)
    {
        if (TopicFilter.PlainFaultOf(filter) is { } fault)
        {
            throw new ArgumentException($"The topic filter {fault}.", nameof(filter));
        }

        if (TopicFilter.CountLevels(filter) is var levels and > TopicFilter.MaxLevels)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The topic filter has {levels} levels, and {TopicFilter.MaxLevels} are the limit."), nameof(filter));
        }
    }
}
