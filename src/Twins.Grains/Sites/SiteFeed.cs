using System.Diagnostics.CodeAnalysis;
using Twins.Devices;
using Twins.Client.Live;
using Twins.Sites;

namespace Twins.Grains.Sites;

/// <summary>Forwards a site's changes from the stream to the registered processes, one-way: hints only, nobody is waited for.</summary>
[PlaceWithSite]
[ImplicitStreamSubscription(LiveStreams.Changes)]
public sealed class SiteFeed(TimeProvider clock) : Grain, ISiteFeed, IStreamSubscriptionObserver
{
    private readonly ObserverLeases<ILiveObserver> _observers = new(LiveLease.Expiry, LiveLease.MaximumObservers);

    /// <inheritdoc/>
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<DeviceChange>().ResumeAsync((change, _) => ForwardAsync(change));

    /// <inheritdoc/>
    public Task SubscribeAsync(ILiveObserver observer) => _observers.TryRenew(observer, Timestamp.Now(clock))
        ? Task.CompletedTask
        : throw new InvalidOperationException(
            $"The feed of site '{this.GetPrimaryKeyString()}' has {LiveLease.MaximumObservers} observers, one per process; it takes no more.");

    /// <inheritdoc/>
    public Task UnsubscribeAsync(ILiveObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An observer that fails is counted; it reads the snapshot when it is back, or its lease ends.")]
    private async Task ForwardAsync(DeviceChange change)
    {
        foreach (ILiveObserver observer in _observers.Alive(Timestamp.Now(clock)))
        {
            try
            {
                await observer.OnChangeAsync(change);
            }
            catch (Exception)
            {
                GrainMetrics.FailedForwards.Add(1);
            }
        }
    }
}
