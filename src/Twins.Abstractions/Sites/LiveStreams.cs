namespace Twins.Client.Live;

/// <summary>Names of the streams and their provider, in one place.</summary>
public static class LiveStreams
{
    /// <summary>The stream provider's name on either engine.</summary>
    public const string Provider = "live";

    /// <summary>Namespace of the change streams; one stream per site, keyed by the site.</summary>
    public const string Changes = "device-changes";
}
