using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Twins.Sites;
using Twins.Simulator.Models;
using Twins.Simulator.Serving;

namespace Twins.Simulator;

/// <summary>
/// A running simulation of one site: its physics stepped by one loop, its devices served on loopback, one listener per connection of
/// the site. Nothing random: the same site, options and clock give the same values.
/// </summary>
public sealed class SiteSimulator : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    private readonly SitePlant _plant;
    private readonly SimulatedClock _clock;
    private readonly SiteServing _serving;
    private readonly FrozenDictionary<string, SimulatedDevice> _devices;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private int _stepping;

    private SiteSimulator(SiteConfiguration site, SimulatorOptions options, SitePlant plant, SimulatedClock clock, SiteServing serving)
    {
        Site = site;
        _plant = plant;
        _clock = clock;
        _serving = serving;
        Devices = serving.Devices;
        _devices = Devices.ToFrozenDictionary(device => device.Key.Device, StringComparer.Ordinal);
        var pause = options.Step / options.Speed;
        _timer = clock.CreateTimer(Step, pause < ShortestPause ? ShortestPause : pause);
    }

    /// <summary>The site as described.</summary>
    public SiteConfiguration Site { get; }

    /// <summary>Connection key → loopback endpoint that takes its place.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> Endpoints => _serving.Endpoints;

    /// <summary>The devices that are served.</summary>
    public ImmutableArray<SimulatedDevice> Devices { get; }

    /// <summary>Simulated time up to which the site was stepped.</summary>
    public DateTimeOffset Now => _plant.Now;

    /// <summary>Ends with the simulation; faulted when its physics failed, which is a defect of the simulator.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Starts to simulate a site.</summary>
    /// <param name="site">The site; devices whose connection speaks no simulated protocol are simulated but not served.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <param name="clock">The clock that drives simulated time.</param>
    /// <param name="cancellationToken">Gives up before the start.</param>
    /// <returns>The running simulation, every listener open.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option, or a rating of the site, is not possible; the message names it.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">No loopback port could be opened.</exception>
    public static async Task<SiteSimulator> StartAsync(
        SiteConfiguration site, SimulatorOptions? options, TimeProvider clock, CancellationToken cancellationToken = default) =>
        await StartAsync(site, options, clock, siteBroker: null, cancellationToken).ConfigureAwait(false);

    /// <summary>Starts to simulate a site whose own broker runs elsewhere in the process.</summary>
    /// <param name="site">The site; devices whose connection speaks no simulated protocol are simulated but not served.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <param name="clock">The clock that drives simulated time.</param>
    /// <param name="siteBroker">Where the site's own broker listens, open to this machine, to which the devices of connections that name it publish; null: such devices are not served.</param>
    /// <param name="cancellationToken">Gives up before the start.</param>
    /// <returns>The running simulation, every listener open.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option, or a rating of the site, is not possible; the message names it.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">No loopback port could be opened.</exception>
    public static async Task<SiteSimulator> StartAsync(
        SiteConfiguration site, SimulatorOptions? options, TimeProvider clock, IPEndPoint? siteBroker, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(clock);
        cancellationToken.ThrowIfCancellationRequested();
        var settings = (options ?? new SimulatorOptions()).Validated();
        var simulated = new SimulatedClock(clock, settings.StartAt ?? clock.GetUtcNow(), settings.Speed);
        var plant = new SitePlant(site, settings, simulated.Start);
        var serving = new SiteServing(settings.Listen, () => simulated.Now, clock, settings.Loggers);
        try
        {
            await serving.OpenAsync(site.Description, plant.Devices, siteBroker, cancellationToken).ConfigureAwait(false);
            return new SiteSimulator(site, settings, plant, simulated, serving);
        }
        catch
        {
            await serving.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A served device by its key within the site.</summary>
    /// <param name="key">Device key.</param>
    /// <exception cref="ArgumentException">The site serves no such device.</exception>
    public SimulatedDevice Device(string key) => _devices.TryGetValue(key, out var device)
        ? device
        : throw new ArgumentException($"The simulated site '{Site.Description.Key}' serves no device '{key}'.", nameof(key));

    /// <summary>The site with its connections pointing at the simulated devices: what a host loads in place of the described site.</summary>
    public SiteConfiguration Redirected()
    {
        var connections = Site.Description.Connections.Select(
            connection => Endpoints.TryGetValue(connection.Key, out var endpoint) ? Redirected(connection, endpoint) : connection);
        return new SiteConfiguration(Site.Description with { Connections = [.. connections] }, Site.Devices);
    }

    private static ConnectionDescription Redirected(ConnectionDescription connection, IPEndPoint endpoint) => connection with
    {
        Settings = connection.Settings is INetworkSettings network ? network.At(endpoint.Address.ToString(), endpoint.Port) : connection.Settings,
    };

    /// <summary>Stops the loop and closes the listeners.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _serving.DisposeAsync().ConfigureAwait(false);
        _completion.TrySetResult();
    }

    private void Step()
    {
        // The system's timers do not wait for each other: a step that takes longer than its pause is not begun twice.
        if (Completion.IsCompleted || Interlocked.Exchange(ref _stepping, 1) != 0)
        {
            return;
        }

        try
        {
            _plant.AdvanceTo(_clock.Now);
        }
        catch (Exception failure)
        {
            // On a timer's thread nobody would catch it, and a defect of the simulation must not end the platform.
            _completion.TrySetException(failure);
        }
        finally
        {
            Volatile.Write(ref _stepping, 0);
        }
    }
}
