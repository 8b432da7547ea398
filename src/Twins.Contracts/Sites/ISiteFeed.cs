using Twins.Contracts.Devices;

namespace Twins.Contracts.Sites;

/// <summary>Carries the changes of one site from the stream to the processes that show them. Its key is the site's key.</summary>
public interface ISiteFeed : IGrainWithStringKey
{
    /// <summary>Registers an observer, or renews its lease; without renewal it ends after 90 s.</summary>
    Task SubscribeAsync(ILiveObserver observer);

    /// <summary>Ends a registration.</summary>
    Task UnsubscribeAsync(ILiveObserver observer);
}

/// <summary>Receives the changes of a site; one per process and site. Calls are one-way: a lost one shows as a gap in the sequence.</summary>
public interface ILiveObserver : IGrainObserver
{
    /// <summary>A device changed.</summary>
    [OneWay]
    Task OnChangeAsync(DeviceChange change);
}
