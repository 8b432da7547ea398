using System.Collections.Immutable;
using System.Net;
using Twins.Adapters;
using Twins.Adapters.Mqtt.Broker;
using Twins.Sites;
using Twins.Simulator;

namespace Twins.Hosting.Simulation;

/// <summary>
/// Takes the place of the field: starts a simulator for every site whose field this process is at, and sends the adapters to its sockets.
/// While it runs, no connection reaches a real device.
/// </summary>
internal sealed partial class SimulatedField(SiteCatalog catalog, FieldSites fieldSites, SiteBrokers brokers, TimeProvider clock, ILoggerFactory loggers, ILogger<SimulatedField> logger)
    : IHostedService, IConnectionResolver, IAsyncDisposable
{
    private ImmutableDictionary<string, SiteSimulator> _sites = ImmutableDictionary<string, SiteSimulator>.Empty;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var site in catalog.Sites.Where(site => fieldSites.Includes(site.Description.Key)))
        {
            var simulator = await SiteSimulator.StartAsync(site, new SimulatorOptions { Loggers = loggers }, clock, BrokerOf(site.Description.Key), cancellationToken);
            _sites = _sites.Add(site.Description.Key, simulator);
            LogSimulated(site.Description.Key, simulator.Devices.Length, simulator.Endpoints.Count);
            _ = ReportFaultAsync(simulator);
        }
    }

    /// <inheritdoc/>
    public ResolvedEndpoint Resolve(string site, ConnectionDescription connection) =>
        _sites.TryGetValue(site, out var simulator) && simulator.Endpoints.TryGetValue(connection.Key, out var endpoint)
            ? new ResolvedEndpoint(endpoint.Address.ToString(), endpoint.Port, Simulated: true)
            : throw new NotSupportedException($"The connection '{site}/{connection.Key}' is not simulated; run with --simulate false to reach the field.");

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var simulator in Interlocked.Exchange(ref _sites, ImmutableDictionary<string, SiteSimulator>.Empty).Values)
        {
            await simulator.DisposeAsync();
        }
    }

    // A site's own broker runs here whether or not its devices are simulated; they come to it as the real ones would.
    private IPEndPoint? BrokerOf(string site) => brokers.Running.GetValueOrDefault(site)?.PlainAddress;

    private async Task ReportFaultAsync(SiteSimulator simulator)
    {
        await ((Task)simulator.Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (simulator.Completion.Exception is { } fault)
        {
            LogFault(fault, simulator.Site.Description.Key);
        }
    }

    [LoggerMessage(LogLevel.Information, "SIMULATED: site {Site}, {Devices} devices behind {Connections} loopback connections")]
    private partial void LogSimulated(string site, int devices, int connections);

    [LoggerMessage(LogLevel.Error, "The simulation of site {Site} failed; its devices stand still")]
    private partial void LogFault(Exception fault, string site);
}
