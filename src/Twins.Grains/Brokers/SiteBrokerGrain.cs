using Twins.Brokers;
using Twins.Sites;

namespace Twins.Grains.Brokers;

/// <summary>Tells everybody how a site's broker is: it stands in the process that runs the broker, which is at the field.</summary>
[PlaceWithSite]
public sealed class SiteBrokerGrain(IBrokerStatusSource brokers) : Grain, ISiteBroker
{
    /// <inheritdoc/>
    public Task<BrokerStatus?> GetStatusAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(brokers.Find(this.GetPrimaryKeyString()));
}
