using Twins.Devices;

namespace Twins.Sites;

/// <summary>Receives the changes of a site; one per process and site. Calls are one-way: a lost one shows as a gap in the sequence.</summary>
[Alias("twins.ILiveObserver")]
public interface ILiveObserver : IGrainObserver
{
    /// <summary>A device changed.</summary>
    [OneWay]
    Task OnChangeAsync(DeviceChange change);
}
