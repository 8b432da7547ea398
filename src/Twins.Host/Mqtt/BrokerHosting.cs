using Twins.Adapters;
using Twins.Grains.Brokers;

namespace Twins.Hosting.Mqtt;

/// <summary>Adds the sites' own brokers to the host.</summary>
internal static class BrokerHosting
{
    /// <summary>
    /// Adds the brokers, their metrics, and the way of the gateway's own connections to them. Before whatever connects to them: hosted
    /// services start in the order in which they were added, and stop in the reverse one.
    /// </summary>
    public static void AddSiteBrokers(this IServiceCollection services)
    {
        services.AddSingleton<SiteBrokers>();
        services.AddSingleton<IBrokerStatusSource>(provider => provider.GetRequiredService<SiteBrokers>());
        services.AddHostedService(provider => provider.GetRequiredService<SiteBrokers>());
        services.AddHostedService<BrokerMetrics>();
    }

    /// <summary>Lets a resolver of the field's connections reach the brokers too.</summary>
    public static IConnectionResolver WithSiteBrokers(this IConnectionResolver others, IServiceProvider provider) =>
        ActivatorUtilities.CreateInstance<BrokerConnections>(provider, others);
}
