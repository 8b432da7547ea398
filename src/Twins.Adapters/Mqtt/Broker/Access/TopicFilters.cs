namespace Twins.Adapters.Mqtt.Broker.Access;

/// <summary>What topic filters say (MQTT 5.0, section 4.7). Pure.</summary>
internal static class TopicFilters
{
    /// <summary>Levels of a topic name or filter; deeper ones are refused.</summary>
    public const int MaxLevels = 128;

    private const string UserName = "{username}";
    private const string ClientId = "{clientId}";
    private const string SharedPrefix = "$share/";

    // MQTTnet's server refuses what begins with $share; no filter of a client holds this character.
    private const string HiddenPrefix = "\0share/";

    /// <summary>
    /// A filter with its placeholders filled in for one client: <c>{username}</c> or <c>%u</c>, <c>{clientId}</c> or <c>%c</c>, each a
    /// level of its own. Null when the value would change the filter's levels, so that it grants nothing.
    /// </summary>
    public static string? For(string filter, string userName, string clientId)
    {
        var levels = filter.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] is "%u" or "%c")
            {
                levels[i] = levels[i] == "%u" ? UserName : ClientId;
            }
        }

        return Replace(string.Join('/', levels), UserName, userName) is { } named ? Replace(named, ClientId, clientId) : null;
    }

    /// <summary>Whether every topic that one filter matches is matched by another too. A topic name is a filter without wildcards.</summary>
    /// <param name="granted">The filter that must hold the other.</param>
    /// <param name="asked">A topic filter, or a topic name.</param>
    public static bool Covers(ReadOnlySpan<char> granted, ReadOnlySpan<char> asked)
    {
        // Wildcards at the beginning do not reach the topics of the server itself (section 4.7.2).
        if (asked is ['$', ..] && granted is ['#' or '+', ..])
        {
            return false;
        }

        while (true)
        {
            var grantedLevel = TakeLevel(ref granted, out var grantedGoesOn);
            if (grantedLevel is "#")
            {
                return true;
            }

            var askedLevel = TakeLevel(ref asked, out var askedGoesOn);
            if (!CoversLevel(grantedLevel, askedLevel))
            {
                return false;
            }

            if (!askedGoesOn)
            {
                // The parent of a level counts among what '#' matches (section 4.7.1.2).
                return !grantedGoesOn || granted is "#";
            }

            if (!grantedGoesOn)
            {
                return false;
            }
        }
    }

    /// <summary>Whether a topic is one of a pattern: a topic filter, where <c>#/</c> in front stands for any levels, none included.</summary>
    public static bool MatchesPattern(string pattern, string topic)
    {
        if (!pattern.StartsWith("#/", StringComparison.Ordinal))
        {
            return Covers(pattern, topic);
        }

        var rest = pattern.AsSpan(2);
        for (var start = 0; start >= 0 && start <= topic.Length; start = topic.IndexOf('/', start) is >= 0 and var slash ? slash + 1 : -1)
        {
            if (Covers(rest, topic.AsSpan(start)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a client may name a topic so when it publishes.</summary>
    public static bool IsName(string? topic) =>
        topic is { Length: > 0 } && !topic.AsSpan().ContainsAny('+', '#', '\0') && topic.AsSpan().Count('/') < MaxLevels;

    /// <summary>Whether it is a topic filter: wildcards are whole levels, and <c>#</c> the last one.</summary>
    public static bool IsFilter(ReadOnlySpan<char> filter)
    {
        if (filter.IsEmpty || filter.Contains('\0') || filter.Count('/') >= MaxLevels)
        {
            return false;
        }

        while (true)
        {
            var level = TakeLevel(ref filter, out var goesOn);
            if ((level.Length > 1 && level.ContainsAny('+', '#')) || (level is "#" && goesOn))
            {
                return false;
            }

            if (!goesOn)
            {
                return true;
            }
        }
    }

    /// <summary>A filter under a name that the library does not know for a shared one.</summary>
    public static string Hide(string filter) =>
        filter.StartsWith(SharedPrefix, StringComparison.Ordinal) ? HiddenPrefix + filter[SharedPrefix.Length..] : filter;

    /// <summary>A filter as the client named it.</summary>
    public static string Show(string filter) =>
        filter.StartsWith(HiddenPrefix, StringComparison.Ordinal) ? SharedPrefix + filter[HiddenPrefix.Length..] : filter;

    /// <summary>Group and filter of a shared subscription (5.0, section 4.8.2); false for every other filter.</summary>
    public static bool TryShared(string filter, out string group, out string inner)
    {
        (group, inner) = ("", "");
        if (!filter.StartsWith(SharedPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var slash = filter.IndexOf('/', SharedPrefix.Length);
        if (slash > SharedPrefix.Length)
        {
            group = filter[SharedPrefix.Length..slash];
            inner = filter[(slash + 1)..];
        }

        return true;
    }

    private static bool CoversLevel(ReadOnlySpan<char> granted, ReadOnlySpan<char> asked) =>
        granted is "+" ? asked is not "#" : asked is not ("+" or "#") && granted.SequenceEqual(asked);

    private static ReadOnlySpan<char> TakeLevel(ref ReadOnlySpan<char> rest, out bool goesOn)
    {
        var end = rest.IndexOf('/');
        goesOn = end >= 0;
        var level = goesOn ? rest[..end] : rest;
        rest = goesOn ? rest[(end + 1)..] : default;
        return level;
    }

    private static string? Replace(string filter, string placeholder, string value) =>
        !filter.Contains(placeholder, StringComparison.Ordinal) ? filter
        : value.Length == 0 || value.AsSpan().ContainsAny('/', '+', '#') ? null
        : filter.Replace(placeholder, value, StringComparison.Ordinal);
}
