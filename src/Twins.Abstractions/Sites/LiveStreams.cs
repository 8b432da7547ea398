namespace Twins.Sites;

/// <summary>Names of the streams and their provider, in one place.</summary>
public static class LiveStreams
{
    /// <summary>The stream provider's name.</summary>
    public const string Provider = "live";

    /// <summary>Namespace of the streams of <see cref="SiteChanges"/>; one stream per site, keyed by the site.</summary>
    public const string Changes = "changes";
}
