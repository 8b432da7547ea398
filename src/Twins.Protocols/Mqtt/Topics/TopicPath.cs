namespace Twins.Protocols.Mqtt.Topics;

/// <summary>The way from the root of a tree to the node of a filter, for whoever changes the tree.</summary>
internal static class TopicPath
{
    private const byte OneLevel = (byte)'+';

    /// <summary>The node of the next level, made if there is none.</summary>
    public static TopicNode<T> Grow<T>(TopicNode<T> node, ReadOnlySpan<byte> level)
    {
        if (level is [OneLevel])
        {
            return node.OneLevel ??= new TopicNode<T>(level.ToArray(), 0);
        }

        if (node.Children?.Find(level) is { } present)
        {
            return present;
        }

        var child = new TopicNode<T>(level.ToArray(), LevelHash.Of(level));
        node.AddChild(child);
        return child;
    }

    /// <summary>The nodes from the root to the one of a filter, both included; empty when there is none.</summary>
    /// <param name="root">The root.</param>
    /// <param name="filter">The filter, without a <c>#</c> at its end.</param>
    /// <param name="isRoot">Whether it is the root itself that is wanted: what <c>#</c> alone leaves.</param>
    public static ReadOnlySpan<TopicNode<T>> Find<T>(TopicNode<T> root, ReadOnlySpan<byte> filter, bool isRoot)
    {
        var path = new List<TopicNode<T>> { root };
        var levels = new TopicLevels(filter);
        while (!isRoot && levels.TryNext(out var level))
        {
            var next = level is [OneLevel] ? path[^1].OneLevel : path[^1].Children?.Find(level);
            if (next is null)
            {
                return [];
            }

            path.Add(next);
        }

        return path.ToArray();
    }

    /// <summary>Takes nodes that hold nothing any more out of the tree, the last one first.</summary>
    public static void Prune<T>(ReadOnlySpan<TopicNode<T>> path)
    {
        for (var depth = path.Length - 1; depth > 0 && path[depth].IsEmpty; depth--)
        {
            var parent = path[depth - 1];
            if (ReferenceEquals(parent.OneLevel, path[depth]))
            {
                parent.OneLevel = null;
            }
            else
            {
                parent.RemoveChild(path[depth]);
            }
        }
    }
}
