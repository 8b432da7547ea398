using System.Globalization;
using Twins.Devices;
using Twins.Adapters;
using Twins.Cluster.Tests.Engine;
using Twins.Sites;

namespace Twins.Cluster.Tests.Support;

/// <summary>The site of many batteries, <c>bess-1</c> and on, behind as many connections as the test says.</summary>
internal sealed class BatteryFleet : IAsyncDisposable
{
    private readonly ServedConnections _connections = new();

    private BatteryFleet(int batteries, Func<int, int> connectionOf)
    {
        Units = [.. Enumerable.Range(1, batteries).Select(_ => new BatteryUnit())];
        for (int battery = 1; battery <= batteries; battery++)
        {
            _connections.Serve(Connection(connectionOf(battery)), (byte)battery, Units[battery - 1]);
        }

        Catalog = TestCatalog.Load(Describe(batteries, connectionOf));
    }

    public IReadOnlyList<BatteryUnit> Units { get; }

    public SiteCatalog Catalog { get; }

    public GrainHost Host { get; private set; } = null!;

    public static async Task<BatteryFleet> StartAsync(
        int batteries, Func<int, int> connectionOf, TimeProvider clock, FieldSites? fieldSites = null)
    {
        var fleet = new BatteryFleet(batteries, connectionOf);
        fleet.Host = await GrainHost.StartAsync(fleet.Catalog, clock, fleet._connections, fieldSites: fieldSites);
        await fleet.Host.StartSiteAsync();
        return fleet;
    }

    public IDeviceTwin Twin(int battery) => Host.Twin(string.Create(CultureInfo.InvariantCulture, $"bess-{battery}"));

    public async Task<Connectivity> ConnectivityAsync(int battery) => (await Twin(battery).GetSnapshotAsync()).Connectivity.State;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _connections.DisposeAsync();
    }

    private static string Connection(int number) => string.Create(CultureInfo.InvariantCulture, $"storage-{number}");

    private static string Describe(int batteries, Func<int, int> connectionOf)
    {
        IEnumerable<string> connections = Enumerable.Range(1, batteries).Select(connectionOf).Distinct()
            .Select(number => $"  - {{key: {Connection(number)}, modbus: {{host: {Connection(number)}.test.example, port: 502, maxInFlight: 8}}}}");
        IEnumerable<string> devices = Enumerable.Range(1, batteries).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"  - {{key: bess-{number}, title: Battery {number}, device: dc-battery-storage, connection: {Connection(connectionOf(number))}, unitId: {number}}}"));
        return string.Join('\n', ["site: test", "title: Test site", "connections:", .. connections, "devices:", .. devices, ""]);
    }
}
