using Twins.Adapters;
using Twins.Cluster.Tests.Engine;
using Twins.Cluster.Tests.Support;
using Twins.Connections;
using Twins.Devices;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters;

/// <summary>A connection that cannot be resolved is its own trouble: it shows there, is logged once, and the rest of the site runs.</summary>
public sealed class UnresolvableHostTests
{
    private const string Site =
        """
        site: test
        title: Test site
        connections:
          - {key: storage, modbus: {host: storage.test.example, port: 502}}
          - {key: nowhere, modbus: {host: nowhere.invalid, port: 502}}
        devices:
          - {key: bess-1, title: Battery, device: dc-battery-storage, connection: storage, unitId: 1}
          - {key: bess-2, title: Lost battery, device: dc-battery-storage, connection: nowhere, unitId: 1}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_OneHostCannotBeResolved_OnlyItsConnectionSaysSoAndItIsLoggedOnce(bool resolverRefuses)
    {
        var clock = new ManualTimeProvider();
        var log = new RecordedLog();
        await using var served = new ServedConnections();
        served.Serve("storage", 1, new BatteryUnit());
        await using GrainHost host = await GrainHost.StartAsync(TestCatalog.Load(Site), clock, new Resolver(served, resolverRefuses), log: log);

        // That it completes is what keeps the site, and with it the host, ready.
        Task started = host.Site.StartAsync();
        await ElapseUntilAsync(() => Task.FromResult(started.IsCompleted), "the site has started");
        await started;
        await ElapseUntilAsync(async () => await ConnectivityAsync("bess-1") == Connectivity.Online, "the other battery is online");
        await ElapseUntilAsync(async () => (await StatusAsync("nowhere")).LastError?.Contains("nowhere.invalid", StringComparison.Ordinal) == true, "the trouble shows");
        MonotonicTime start = MonotonicTime.Now(clock);
        await ElapseUntilAsync(
            async () =>
            {
                await host.Site.StartAsync();
                return start.Elapsed(clock) >= 4 * AdapterGrain.RetryPause;
            },
            "it was tried again several times");

        ConnectionStatus lost = await StatusAsync("nowhere");
        Assert.True(lost.State is ConnectionState.BackingOff or ConnectionState.Stopped or ConnectionState.Connecting, lost.State.ToString());
        Assert.Equal((ConnectionState.Connected, null), ((await StatusAsync("storage")).State, (await StatusAsync("storage")).LastError));
        Assert.Equal(Connectivity.Online, await ConnectivityAsync("bess-1"));
        string line = Assert.Single(log.Lines, entry => entry.Category.StartsWith("Twins", StringComparison.Ordinal) && entry.Line.Contains("nowhere", StringComparison.Ordinal)).Line;
        Assert.StartsWith("The connection test/nowhere ", line, StringComparison.Ordinal);

        Task ElapseUntilAsync(Func<Task<bool>> condition, string what) => Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(50));
                return condition();
            },
            what);

        async Task<Connectivity> ConnectivityAsync(string device) => (await host.Twin(device).GetSnapshotAsync()).Connectivity.State;

        Task<ConnectionStatus> StatusAsync(string connection) => host.Grains.GetGrain<IAdapter>($"test/{connection}").GetStatusAsync();
    }

    private sealed class Resolver(ServedConnections served, bool refuses) : IConnectionResolver
    {
        public ResolvedEndpoint Resolve(string site, ConnectionDescription connection) => connection.Key != "nowhere"
            ? served.Resolve(site, connection)
            : refuses
                ? throw new NotSupportedException("the host nowhere.invalid is not simulated here")
                : new ResolvedEndpoint("nowhere.invalid", 502, Simulated: false);
    }
}
