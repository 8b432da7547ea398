using System.Globalization;
using System.Text;
using Twins.Connections;
using Twins.Devices;
using Twins.Adapters;
using Twins.Cluster.Tests.Engine;
using Twins.Readings;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>The site of inverters behind one MQTT broker, which runs here: grains, sockets, client and broker are real, the devices are the test.</summary>
internal sealed class InverterSite : IConnectionResolver, IAsyncDisposable
{
    /// <summary>An inverter that reports every 5 s with a time of its own, answers commands and has a will.</summary>
    public const string Inverter =
        """
        device: test-inverter
        type: pv
        version: 1
        products: [{brand: Test, model: Inverter}]
        source: {document: "Test"}
        mqtt:
          topics:
            - topic: pv/{device}/telemetry
              everyS: 5
              time: {pointer: /time}
              points:
                - {key: activePower, pointer: /power, unit: W}
                - {key: voltage, pointer: /voltage, unit: V}
                - {key: powerLimitSetpoint, pointer: /limit, unit: W}
            - topic: pv/{device}/irradiance
              qos: 0
              format: number
              everyS: 5
              points: [{key: irradiance, unit: W/m²}]
          commands:
            - {key: powerLimitSetpoint, topic: "pv/{device}/set", payload: '{"limit": {value}, "id": "{command}"}', unit: W, tolerance: 5,
               acknowledgement: {topic: "pv/{device}/answer", correlation: /id, result: /ok, accepted: [true], reason: /why, timeoutMs: 2000}}
          presence: {topic: "pv/{device}/status", online: online, offline: offline}
        tested: {simulator: true}
        """;

    private readonly SiteCatalog _catalog;
    private readonly FieldBroker _broker;

    private InverterSite(int inverters, TimeProvider clock, string description, FieldBroker broker)
    {
        Clock = clock;
        _catalog = TestCatalog.Load(Describe(inverters), description);
        _broker = broker;
    }

    public TimeProvider Clock { get; }

    public GrainStorage Storage { get; } = new();

    public GrainHost Host { get; private set; } = null!;

    public IAdapter Adapter => Host.Grains.GetGrain<IAdapter>("test/roof");

    public int Port => _broker.Port;

    public IDeviceTwin Twin(int inverter) => Host.Twin(string.Create(CultureInfo.InvariantCulture, $"inverter-{inverter}"));

    public static async Task<InverterSite> StartAsync(int inverters = 1, TimeProvider? clock = null, string description = Inverter)
    {
        var site = new InverterSite(inverters, clock ?? TimeProvider.System, description, await FieldBroker.StartAsync());
        await site.StartGrainsAsync();
        return site;
    }

    /// <summary>Starts the process's grains, and waits until the adapter listens.</summary>
    public async Task StartGrainsAsync()
    {
        _broker.Subscriptions.Clear();
        Host = await GrainHost.StartAsync(_catalog, Clock, this, Storage);
        await Host.StartSiteAsync();
        await Eventually.TrueAsync(() => _broker.Subscriptions.ContainsKey("pv/inverter-1/telemetry"), "the adapter has subscribed");
    }

    public ValueTask StopGrainsAsync() => Host.DisposeAsync();

    /// <summary>A device, or anybody, at the same broker.</summary>
    public Task<FieldClient> ConnectAsync(string? willTopic = null, string will = "") => FieldClient.ConnectAsync(Port, willTopic, will);

    public ValueTask StopBrokerAsync() => _broker.DisposeAsync();

    public async Task<Reading> ReadAsync(string point, int inverter = 1)
    {
        var key = new DeviceKey("test", string.Create(CultureInfo.InvariantCulture, $"inverter-{inverter}"));
        Assert.True(_catalog.FindDevice(key)!.Points.TryGetOrdinal(point, out int ordinal));
        return (await Twin(inverter).GetSnapshotAsync()).Readings[ordinal];
    }

    public Task UntilAsync(string point, double value, int inverter = 1) => Eventually.TrueAsync(
        async () => (await ReadAsync(point, inverter)).Value is { HasValue: true } read && read.Number == value,
        $"{point} of inverter {inverter} is {value}");

    public async Task<ConnectivityReport> ConnectivityAsync(int inverter = 1) => (await Twin(inverter).GetSnapshotAsync()).Connectivity;

    public Task UntilAsync(Connectivity state, int inverter = 1) =>
        Eventually.TrueAsync(async () => (await ConnectivityAsync(inverter)).State == state, $"inverter {inverter} is {state}");

    public async Task<MessageFigures> MessagesAsync() => (await Adapter.GetStatusAsync()).Messages!;

    /// <summary>A report of an inverter, as it would write it now.</summary>
    public byte[] Report(double power, double limit = 5_000, TimeSpan age = default) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"time": "{{Clock.GetUtcNow() - age:O}}", "power": {{power}}, "voltage": 400, "limit": {{limit}}}"""));

    public ResolvedEndpoint Resolve(string site, ConnectionDescription connection) => new("127.0.0.1", Port, Simulated: false);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _broker.DisposeAsync();
    }

    public static string Describe(int inverters)
    {
        IEnumerable<string> devices = Enumerable.Range(1, inverters).Select(number => string.Create(
            CultureInfo.InvariantCulture, $"  - {{key: inverter-{number}, device: test-inverter, connection: roof, ratings: {{peakPower: 5 kW}}}}"));
        return string.Join(
            '\n', ["site: test", "title: Test site", "connections:", "  - {key: roof, mqtt: {host: broker.test.example}}", "devices:", .. devices, ""]);
    }
}
