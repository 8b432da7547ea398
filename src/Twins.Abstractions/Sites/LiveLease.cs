namespace Twins.Sites;

/// <summary>The lease of an observer's registration at a site's feed.</summary>
public static class LiveLease
{
    /// <summary>How often a process renews its registration.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(30);

    /// <summary>How soon a failed renewal is tried again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>When a registration ends that was not renewed: two renewals may fail.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(90);

    /// <summary>How long without a change and without a renewal until a view is no longer live: one renewal and its retries failed.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    /// <summary>Observers that one site's feed takes, one per process; a further one is refused.</summary>
    public const int MaxObservers = 64;
}
