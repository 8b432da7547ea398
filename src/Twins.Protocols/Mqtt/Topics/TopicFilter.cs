namespace Twins.Protocols.Mqtt.Topics;

/// <summary>The rules of topic filters, what is subscribed to (5.0, sections 4.7 and 4.8).</summary>
public static class TopicFilter
{
    /// <summary>
    /// The most levels a filter in a <see cref="TopicTree{T}"/> has. The standard sets none; without one, a filter of 65,535
    /// slashes would take megabytes and a search as many steps down.
    /// </summary>
    public const int MaxLevels = 128;

    private const byte Separator = (byte)'/';
    private const byte OneLevel = (byte)'+';
    private const byte AllLevels = (byte)'#';

    private static ReadOnlySpan<byte> SharePrefix => "$share/"u8;

    /// <summary>Says what is wrong with a filter, as a clause: <c>is empty</c>; <see langword="null"/> when nothing is.</summary>
    /// <param name="filter">
    /// The filter as UTF-8. One that begins with <c>$share/</c> is checked as a shared subscription of 5.0.
    /// </param>
    public static string? FaultOf(ReadOnlySpan<byte> filter)
    {
        if (!IsShared(filter) || TopicName.TextFaultOf(filter) is not null)
        {
            return PlainFaultOf(filter);
        }

        return TrySplitShared(filter, out _, out var shared)
            ? WildcardFaultOf(shared)
            : "is no shared subscription, $share/name/filter with a name without +, # and /, and a filter that is not empty";
    }

    /// <summary>Says what is wrong with a filter of 3.1.1, to which <c>$share/</c> means nothing; <see langword="null"/> when nothing is.</summary>
    /// <param name="filter">The filter as UTF-8.</param>
    public static string? PlainFaultOf(ReadOnlySpan<byte> filter) => TopicName.TextFaultOf(filter) ?? WildcardFaultOf(filter);

    /// <summary>Whether a filter is that of a shared subscription, well formed or not.</summary>
    public static bool IsShared(ReadOnlySpan<byte> filter) => filter.StartsWith(SharePrefix);

    /// <summary>Takes the filter of a shared subscription apart (5.0, section 4.8.2).</summary>
    /// <param name="filter">The filter as UTF-8.</param>
    /// <param name="shareName">The name that subscribers share.</param>
    /// <param name="shared">The filter behind it, which is not checked.</param>
    /// <returns>Whether it is a shared subscription with a valid name [MQTT-4.8.2-1] and something after it [MQTT-4.8.2-2].</returns>
    public static bool TrySplitShared(ReadOnlySpan<byte> filter, out ReadOnlySpan<byte> shareName, out ReadOnlySpan<byte> shared)
    {
        shareName = default;
        shared = default;
        if (!IsShared(filter))
        {
            return false;
        }

        var rest = filter[SharePrefix.Length..];
        var nameLength = rest.IndexOf(Separator);
        if (nameLength < 1 || nameLength == rest.Length - 1 || TopicName.HasWildcard(rest[..nameLength]))
        {
            return false;
        }

        shareName = rest[..nameLength];
        shared = rest[(nameLength + 1)..];
        return true;
    }

    /// <summary>How many levels a filter or topic name has.</summary>
    public static int CountLevels(ReadOnlySpan<byte> filter) => filter.Count(Separator) + 1;

    /// <summary>
    /// Whether a filter matches a topic name (5.0, section 4.7). Both are taken to be valid, and the filter not to be shared.
    /// </summary>
    public static bool Matches(ReadOnlySpan<byte> filter, ReadOnlySpan<byte> topic)
    {
        // Names that begin with $ are the broker's own, and not what a leading wildcard asks for [MQTT-4.7.2-1].
        if (topic.StartsWith((byte)'$') && (filter.StartsWith(OneLevel) || filter.StartsWith(AllLevels)))
        {
            return false;
        }

        var filterLevels = new TopicLevels(filter);
        var topicLevels = new TopicLevels(topic);
        while (filterLevels.TryNext(out var wanted))
        {
            if (wanted is [AllLevels])
            {
                return true;
            }

            if (!topicLevels.TryNext(out var level) || (wanted is not [OneLevel] && !wanted.SequenceEqual(level)))
            {
                return false;
            }
        }

        return topicLevels.AtEnd;
    }

    private static string? WildcardFaultOf(ReadOnlySpan<byte> filter)
    {
        for (var from = 0; ;)
        {
            var found = filter[from..].IndexOfAny(OneLevel, AllLevels);
            if (found < 0)
            {
                return null;
            }

            var position = from + found;
            var isLast = position == filter.Length - 1;
            if (filter[position] == AllLevels && !isLast)
            {
                return "holds # before its end";
            }

            if ((position > 0 && filter[position - 1] != Separator) || (!isLast && filter[position + 1] != Separator))
            {
                return "holds a wildcard that does not take a whole level";
            }

            from = position + 1;
        }
    }
}
