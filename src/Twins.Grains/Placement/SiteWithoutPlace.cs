namespace Twins.Grains.Placement;

/// <summary>
/// A site waits for a silo that reaches its field. The word travels in the text of an exception, because placement can answer in no other
/// way.
/// </summary>
public static class SiteWithoutPlace
{
    private const string Sign = "no running process may open its field connections";

    /// <summary>What is said of a site that waits.</summary>
    /// <param name="site">The site's key.</param>
    public static string Message(string site) => $"The site \"{site}\" waits: {Sign} (setting FieldSites).";

    /// <summary>Whether a call failed because its site waits.</summary>
    /// <param name="fault">How the call failed.</param>
    public static bool IsCause(Exception? fault) =>
        fault is not null && (fault.Message.Contains(Sign, StringComparison.Ordinal) || IsCause(fault.InnerException));
}
