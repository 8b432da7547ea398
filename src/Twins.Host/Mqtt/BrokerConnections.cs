using Twins.Adapters;
using Twins.Adapters.Mqtt;
using Twins.Hosting.Configuration;
using Twins.Sites;

namespace Twins.Hosting.Mqtt;

/// <summary>Sends connections that name the site's own broker to where it listens; leaves all others to who knows them.</summary>
internal sealed class BrokerConnections(SiteBrokers brokers, RunSettings settings, IConnectionResolver others) : IConnectionResolver
{
    /// <inheritdoc/>
    public ResolvedEndpoint Resolve(string site, ConnectionDescription connection)
    {
        if (connection.Settings is not MqttEndpoint { IsEmbedded: true })
        {
            return others.Resolve(site, connection);
        }

        if (!brokers.Running.TryGetValue(site, out var broker))
        {
            throw new NotSupportedException($"The connection '{site}/{connection.Key}' needs the site's own broker, which does not run here.");
        }

        // A plain listener is on loopback; without one, the gateway is a client like others, and the site file must say how.
        var plain = broker.Listeners.Where(listener => !listener.IsTls).Select(listener => listener.Endpoint).FirstOrDefault()
            ?? throw new NotSupportedException($"The connection '{site}/{connection.Key}' needs a 'port' of the site's own broker: without TLS, on this machine only.");
        return new ResolvedEndpoint(plain.Address.ToString(), plain.Port, settings.Simulate, broker.Access.Gateway);
    }
}
