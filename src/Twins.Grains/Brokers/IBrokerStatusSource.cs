using Twins.Brokers;

namespace Twins.Grains.Brokers;

/// <summary>Knows the brokers that run in this process.</summary>
public interface IBrokerStatusSource
{
    /// <summary>How the broker of a site is; null when none runs here.</summary>
    /// <param name="site">Key of the site.</param>
    BrokerStatus? Find(string site);
}
