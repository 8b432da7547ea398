using Twins.Access;
using Twins.Adapters;
using Twins.Adapters.Mqtt;
using Twins.Adapters.Mqtt.Broker;
using Twins.Adapters.Mqtt.Broker.Hosting;
using Twins.Brokers;
using Twins.Grains.Brokers;
using Twins.Hosting.Configuration;
using Twins.Sites;

namespace Twins.Hosting.Mqtt;

/// <summary>
/// Runs the MQTT brokers of this process's sites: those that describe one, and whose field this process is at. They listen before the
/// sites start, and until the sites have stopped.
/// </summary>
internal sealed class SiteBrokerService(SiteCatalog catalog, FieldSites fieldSites, SiteBrokers brokers, RunSettings settings)
    : IHostedService, IBrokerStatusSource
{
    private IEnumerable<SiteConfiguration> Described =>
        catalog.Sites.Where(site => site.Description.Broker is not null && fieldSites.Includes(site.Description.Key));

    private IEnumerable<string> WebSocketSites => Described.Where(site => site.Description.Broker!.WebSocket).Select(site => site.Description.Key);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var site in Described)
        {
            await brokers.StartAsync(
                site.Description.Key, site.Description.Broker!, settings.Simulate, settings.DataFolder, CommandTopics(site), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var site in brokers.Running.Keys)
        {
            await brokers.StopAsync(site);
        }
    }

    /// <inheritdoc/>
    public BrokerStatus? Find(string site) =>
        brokers.StatusOf(site, WebSocketSites.Contains(site, StringComparer.Ordinal) ? settings.Urls.Select(url => url.Authority) : []);

    /// <summary>Serves the brokers by WebSocket where their descriptions say so, at <c>/mqtt/{site}</c>, and at <c>/mqtt</c> when it is the only one.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        List<string> sites = [.. WebSocketSites];
        foreach (var site in sites)
        {
            app.MapBroker(BrokerWebSockets.PathOf(site), () => brokers.Running.GetValueOrDefault(site)).RequireAuthorization(Policies.Device);
        }

        if (sites is [var only])
        {
            app.MapBroker(BrokerWebSockets.OnlyPath, () => brokers.Running.GetValueOrDefault(only)).RequireAuthorization(Policies.Device);
        }
    }

    // Topics on which this site's devices take commands, whatever they are called: nothing retained may stand there.
    private static IEnumerable<string> CommandTopics(SiteConfiguration site)
    {
        var own = site.Description.Connections
            .Where(connection => connection.Settings is MqttEndpoint { IsEmbedded: true }).Select(connection => connection.Key).ToHashSet(StringComparer.Ordinal);
        var devices = site.Devices.Where(device => own.Contains(device.Entry.Connection) && device.Description.Protocol is MqttDescription);
        return MqttMap.Compile(devices).Setpoints.Select(setpoint => setpoint.Setpoint.Topic).Distinct(StringComparer.Ordinal);
    }
}

/// <summary>Adds the sites' own brokers to the host.</summary>
internal static class BrokerHosting
{
    /// <summary>
    /// Adds the brokers. Before whatever connects to them: hosted services start in the order in which they were added, and stop in the
    /// reverse one.
    /// </summary>
    public static void AddSiteBrokers(this IServiceCollection services)
    {
        services.AddSingleton<SiteBrokers>();
        services.AddSingleton<SiteBrokerService>();
        services.AddSingleton<IBrokerStatusSource>(provider => provider.GetRequiredService<SiteBrokerService>());
        services.AddHostedService(provider => provider.GetRequiredService<SiteBrokerService>());
    }

    /// <summary>Serves them by WebSocket.</summary>
    public static void MapSiteBrokers(this WebApplication app) => app.Services.GetRequiredService<SiteBrokerService>().Map(app);

    /// <summary>Lets a resolver of the field's connections reach the brokers too.</summary>
    public static IConnectionResolver WithSiteBrokers(this IConnectionResolver others, IServiceProvider provider) =>
        ActivatorUtilities.CreateInstance<BrokerConnections>(provider, others);
}

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
        var plain = broker.PlainAddress
            ?? throw new NotSupportedException($"The connection '{site}/{connection.Key}' needs a 'port' of the site's own broker: without TLS, on this machine only.");
        return new ResolvedEndpoint(plain.Address.ToString(), plain.Port, settings.Simulate, broker.Access.Gateway);
    }
}
