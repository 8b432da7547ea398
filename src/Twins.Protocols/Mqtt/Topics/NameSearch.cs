namespace Twins.Protocols.Mqtt.Topics;

/// <summary>Finds the topic names that a filter matches. It calls itself once for each level, at most as deep as names have levels.</summary>
internal static class NameSearch<T>
{
    /// <summary>Searches below a node for what is left of the filter.</summary>
    public static void Match<TMatches>(TopicNode<T> node, ReadOnlySpan<byte> rest, bool atRoot, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct
    {
        var length = rest.IndexOf((byte)'/');
        var level = length < 0 ? rest : rest[..length];
        switch (level)
        {
            case [(byte)'#']:
                TakeBelow(node, atRoot, ref matches);
                break;
            case [(byte)'+']:
                var position = 0;
                for (var slots = SlotsOf(node); TopicNodeTable<T>.Next(slots, ref position) is { } child;)
                {
                    if (!IsHidden(child, atRoot))
                    {
                        GoOn(child, rest, length, ref matches);
                    }
                }

                break;
            default:
                if (node.Children?.Find(level) is { } found)
                {
                    GoOn(found, rest, length, ref matches);
                }

                break;
        }
    }

    private static void GoOn<TMatches>(TopicNode<T> node, ReadOnlySpan<byte> rest, int length, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct
    {
        if (length >= 0)
        {
            Match(node, rest[(length + 1)..], atRoot: false, ref matches);
        }
        else if (node.Values is { Length: > 0 } values)
        {
            matches.Add(values);
        }
    }

    private static void TakeBelow<TMatches>(TopicNode<T> node, bool atRoot, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct
    {
        if (node.Values is { Length: > 0 } values)
        {
            matches.Add(values);
        }

        var position = 0;
        for (var slots = SlotsOf(node); TopicNodeTable<T>.Next(slots, ref position) is { } child;)
        {
            if (!IsHidden(child, atRoot))
            {
                TakeBelow(child, atRoot: false, ref matches);
            }
        }
    }

    private static ReadOnlySpan<TopicNodeTable<T>.Slot> SlotsOf(TopicNode<T> node) => node.Children is { } children ? children.Snapshot() : default;

    /// <summary>Names that begin with $ are not what a leading wildcard asks for [MQTT-4.7.2-1].</summary>
    private static bool IsHidden(TopicNode<T> node, bool atRoot) => atRoot && node.Level is [(byte)'$', ..];
}
