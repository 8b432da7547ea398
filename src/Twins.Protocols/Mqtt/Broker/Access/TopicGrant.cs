namespace Twins.Protocols.Mqtt;

/// <summary>A topic filter that opens topics to a client, with its placeholders.</summary>
internal static class TopicGrant
{
    private const string UserName = "{username}";
    private const string ClientId = "{clientId}";

    /// <summary>The filter for one client; null when a placeholder's value would change the filter's levels.</summary>
    public static string? For(string filter, string userName, string clientId) =>
        Replace(filter, UserName, userName) is { } named ? Replace(named, ClientId, clientId) : null;

    /// <summary>
    /// Whether every topic that one filter matches is matched by another too (5.0, section 4.7.1). A topic name is a filter without
    /// wildcards: for it, this is the match.
    /// </summary>
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
