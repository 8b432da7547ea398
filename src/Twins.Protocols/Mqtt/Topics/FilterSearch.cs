namespace Twins.Protocols.Mqtt.Topics;

/// <summary>Finds the filters that match a topic name. It calls itself only for <c>+</c>, so at most as deep as filters have levels.</summary>
internal static class FilterSearch<T>
{
    /// <summary>Searches below a node for what is left of the name.</summary>
    public static void Match<TMatches>(TopicNode<T> node, ReadOnlySpan<byte> rest, bool atRoot, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct
    {
        // Names that begin with $ are the broker's own, and not what a leading wildcard asks for [MQTT-4.7.2-1].
        var wildcards = !atRoot || !rest.StartsWith((byte)'$');
        while (true)
        {
            if (wildcards)
            {
                Take(node.ValuesBelow, ref matches);
            }

            var length = rest.IndexOf((byte)'/');
            var isLast = length < 0;
            if (wildcards && node.OneLevel is { } oneLevel)
            {
                if (isLast)
                {
                    TakeEnd(oneLevel, ref matches);
                }
                else
                {
                    Match(oneLevel, rest[(length + 1)..], atRoot: false, ref matches);
                }
            }

            if (node.Children?.Find(isLast ? rest : rest[..length]) is not { } child)
            {
                return;
            }

            if (isLast)
            {
                TakeEnd(child, ref matches);
                return;
            }

            node = child;
            rest = rest[(length + 1)..];
            wildcards = true;
        }
    }

    /// <summary>The name ends here: <c>a</c> is matched by <c>a</c> and by <c>a/#</c>.</summary>
    private static void TakeEnd<TMatches>(TopicNode<T> node, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct
    {
        Take(node.Values, ref matches);
        Take(node.ValuesBelow, ref matches);
    }

    private static void Take<TMatches>(T[] values, ref TMatches matches)
        where TMatches : ITopicMatches<T>, allows ref struct
    {
        if (values.Length > 0)
        {
            matches.Add(values);
        }
    }
}
