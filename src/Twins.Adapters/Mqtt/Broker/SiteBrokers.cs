using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Adapters.Mqtt.Broker.Diagnostics;
using Twins.Adapters.Mqtt.Broker.Hosting;
using Twins.Brokers;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.Broker;

/// <summary>
/// The MQTT brokers of a process, by site. Each is started and stopped by itself: a site that comes to this process brings its broker
/// along, one that leaves takes it away.
/// </summary>
public sealed class SiteBrokers : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _clock;
    private readonly BrokerMetrics _metrics;
    private readonly SemaphoreSlim _changing = new(1);
    private ImmutableDictionary<string, SiteBroker> _running = ImmutableDictionary<string, SiteBroker>.Empty;

    /// <summary>No broker yet.</summary>
    public SiteBrokers(ILoggerFactory loggers, TimeProvider clock, IMeterFactory meters)
    {
        (_loggers, _clock) = (loggers, clock);
        _metrics = new BrokerMetrics(() => _running.Values, clock, meters);
    }

    /// <summary>The brokers that run, by site.</summary>
    public IReadOnlyDictionary<string, SiteBroker> Running => _running;

    /// <summary>Starts the broker of a site; does nothing when it runs.</summary>
    /// <param name="site">The site.</param>
    /// <param name="description">What its file says.</param>
    /// <param name="simulated">Whether this run only simulates the site.</param>
    /// <param name="dataFolder">Where retained messages are kept; null keeps them in memory only.</param>
    /// <param name="commandTopics">Topics of commands besides those that end with <c>/set</c>, as <see cref="SiteBrokerOptions.CommandTopics"/>.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="BrokerStartException">A password or TLS file cannot be used, or an address cannot be listened on.</exception>
    public async Task<SiteBroker> StartAsync(
        string site, BrokerDescription description, bool simulated, string? dataFolder, IEnumerable<string>? commandTopics = null, CancellationToken cancellationToken = default)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_running.TryGetValue(site, out var running))
            {
                return running;
            }

            var options = SiteBrokerOptions.Of(site, description, simulated);
            options = options with
            {
                RetainedFile = dataFolder is null ? null : Path.Combine(dataFolder, simulated ? "mqtt-simulated" : "mqtt", $"{site}.retained"),
                CommandTopics = [.. options.CommandTopics, .. commandTopics ?? []],
            };
            var access = simulated ? BrokerAccess.Open() : BrokerAccess.Of(site, description);
            var broker = await SiteBroker.StartAsync(options, access, _loggers, _clock, cancellationToken).ConfigureAwait(false);
            _running = _running.Add(site, broker);
            return broker;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Stops the broker of a site, if it runs.</summary>
    public async Task StopAsync(string site)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_running.TryGetValue(site, out var broker))
            {
                _running = _running.Remove(site);
                await broker.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>How the broker of a site is; null when it does not run here.</summary>
    /// <param name="site">The site.</param>
    /// <param name="webListeners">Host and port of the web listeners that serve it by WebSocket; none when its description does not say so.</param>
    public BrokerStatus? StatusOf(string site, IEnumerable<string>? webListeners = null) => _running.TryGetValue(site, out var broker)
        ? BrokerStatusView.Of(broker, (webListeners ?? []).Select(authority => authority + BrokerWebSockets.PathOf(site)))
        : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var site in _running.Keys)
        {
            await StopAsync(site).ConfigureAwait(false);
        }

        _metrics.Dispose();
        _changing.Dispose();
    }
}
