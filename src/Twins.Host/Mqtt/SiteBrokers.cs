using System.Collections.Immutable;
using Twins.Brokers;
using Twins.Adapters;
using Twins.Grains.Brokers;
using Twins.Hosting.Configuration;
using Twins.Sites;
using Twins.Storage.Blobs;

namespace Twins.Hosting.Mqtt;

/// <summary>
/// Runs the MQTT brokers of this process's sites: those that describe one, and whose field this process is at. They listen before the
/// sites start, and until the sites have stopped.
/// </summary>
internal sealed partial class SiteBrokers(
    SiteCatalog catalog, FieldSites fieldSites, IBlobStore blobs, RunSettings settings, TimeProvider clock, ILogger<SiteBrokers> logger)
    : IHostedService, IBrokerStatusSource, IAsyncDisposable
{
    private ImmutableDictionary<string, HostedBroker> _running = ImmutableDictionary<string, HostedBroker>.Empty;

    /// <summary>The brokers that run, by site.</summary>
    public IReadOnlyDictionary<string, HostedBroker> Running => _running;

    /// <summary>The sites whose broker is reached through the host's web listener, in the order of the catalog.</summary>
    public IEnumerable<string> WebSocketSites => Described.Where(site => site.Broker!.WebSocket).Select(site => site.Key);

    private IEnumerable<SiteDescription> Described =>
        catalog.Sites.Select(site => site.Description).Where(site => site.Broker is not null && fieldSites.Includes(site.Key));

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var site in Described)
        {
            _running = _running.Add(site.Key, await StartAsync(site.Key, site.Broker!, cancellationToken));
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var broker in Interlocked.Exchange(ref _running, ImmutableDictionary<string, HostedBroker>.Empty).Values)
        {
            await broker.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public BrokerStatus? Find(string site) => _running.TryGetValue(site, out var broker)
        ? BrokerStatusView.Of(broker, WebSocketSites.Contains(site, StringComparer.Ordinal) ? settings.Urls.Select(url => $"{url.Authority}{BrokerPaths.Of(site)}") : [])
        : null;

    private async Task<HostedBroker> StartAsync(string site, BrokerDescription description, CancellationToken cancellationToken)
    {
        var owner = $"The broker of '{site}'";
        var access = settings.Simulate ? BrokerAccess.Open : BrokerAccess.Of(site, description);
        (IBlobStore, string)? kept = description.Persist ? (blobs, settings.Simulate ? $"mqtt-simulated/{site}" : $"mqtt/{site}") : null;
        var broker = await HostedBroker.StartAsync(owner, BrokerOptions.Of(owner, description, settings.Simulate), access, kept, clock, cancellationToken);
        foreach (var (endpoint, isTls) in broker.Listeners)
        {
            LogListening(site, endpoint.ToString(), isTls ? "TLS" : "TCP", access.Accounts is { } count ? $"{count} accounts" : "open to this machine");
        }

        if (broker.Journal is { TornBytes: > 0 } journal)
        {
            LogTorn(site, journal.TornBytes);
        }

        return broker;
    }

    [LoggerMessage(LogLevel.Information, "MQTT broker of {Site} listens on {Endpoint} ({Transport}, {Access})")]
    private partial void LogListening(string site, string endpoint, string transport, string access);

    [LoggerMessage(LogLevel.Warning, "MQTT broker of {Site}: {Bytes} bytes at the end of its journal were being written when the process ended; nothing acknowledged was among them")]
    private partial void LogTorn(string site, long bytes);
}
