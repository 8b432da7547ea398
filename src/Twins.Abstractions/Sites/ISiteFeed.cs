namespace Twins.Sites;

/// <summary>Carries the changes of one site from the stream to the processes that show them. Its key is the site's key.</summary>
[Alias("twins.ISiteFeed")]
public interface ISiteFeed : IGrainWithStringKey
{
    /// <summary>Registers an observer, or renews its lease; without renewal it ends after 90 s.</summary>
    Task SubscribeAsync(ILiveObserver observer);

    /// <summary>Ends a registration.</summary>
    Task UnsubscribeAsync(ILiveObserver observer);
}
