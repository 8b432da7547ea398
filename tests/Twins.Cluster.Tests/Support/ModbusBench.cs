using Twins.Adapters;
using Twins.Adapters.Modbus;
using Twins.Connections;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>One described Modbus device as its adapter runs it, over a real socket and on the test's clock; its lane is the test.</summary>
internal sealed class ModbusBench : IAsyncDisposable
{
    private const string Site =
        """
        site: test
        title: Test site
        connections:
          - {key: storage, modbus: {host: storage.test.example, port: 502}}
        devices:
          - {key: bess-1, title: Battery, device: DEVICE, connection: storage, unitId: 1,
             ratings: {maxChargePower: 50 kW, maxDischargePower: 50 kW, energyCapacity: 100 kWh}}
        """;

    private readonly TwinDefinition _definition;

    public ModbusBench(string description, int port, string host = "127.0.0.1")
    {
        string device = description.Split('\n')[0]["device: ".Length..].Trim();
        SiteConfiguration site = TestCatalog.Load(Site.Replace("DEVICE", device, StringComparison.Ordinal), description).FindSite("test")!;
        _definition = site.Devices[0];
        Counters = new ConnectionCounters(Clock);
        Field = new FieldDevice(
            _definition, new TwinLink(Twin, Counters, Clock, Log, _definition.Key, 4), start: 1, simulated: false, Clock);
        Connection = new ModbusConnection(new FieldContext(
            "test", site.Description.Connections[0], new ResolvedEndpoint(host, port, Simulated: false), [Field], Counters, Clock, Log));
    }

    public ManualTimeProvider Clock { get; } = new();

    public ScriptedTwin Twin { get; } = new();

    public RecordedLog Log { get; } = new();

    public ConnectionCounters Counters { get; }

    public FieldDevice Field { get; }

    public ModbusConnection Connection { get; }

    public IFieldDevice Device => Connection.Devices[0];

    public ConnectionStatus Status => Counters.Status("storage", "Modbus TCP", "", simulated: false);

    public int OrdinalOf(string point)
    {
        Assert.True(_definition.Points.TryGetOrdinal(point, out int ordinal));
        return ordinal;
    }

    public FieldWrite Write(double watts) => Write("powerSetpoint", PointValue.FromNumber(watts));

    public FieldWrite Write(string point, PointValue value) =>
        new(OrdinalOf(point), value, Guid.CreateVersion7(), IsRefresh: false, MonotonicTime.Never);

    public IEnumerable<Reading> Readings(string point)
    {
        int ordinal = OrdinalOf(point);
        return Twin.Applied.SelectMany(batch => batch.Readings).Where(reading => reading.Point == ordinal);
    }

    /// <summary>Polls what is due next.</summary>
    public async Task PollAsync()
    {
        await Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromMilliseconds(100));
                return Device.NextPoll.IsDue(Clock);
            },
            "a poll is due");
        await TurnUntilDoneAsync(Device.PollAsync());
    }

    /// <summary>Turns the clock, a little at a time, while something is under way.</summary>
    public async Task<T> TurnUntilDoneAsync<T>(Task<T> work)
    {
        await TurnUntilDoneAsync((Task)work);
        return await work;
    }

    /// <summary>Turns the clock, a little at a time, while something is under way.</summary>
    public async Task TurnUntilDoneAsync(Task work)
    {
        await Eventually.TrueAsync(
            () =>
            {
                if (!work.IsCompleted)
                {
                    Clock.Advance(TimeSpan.FromMilliseconds(10));
                }

                return work.IsCompleted;
            },
            "it has ended");
        await work;
    }

    public async ValueTask DisposeAsync() => await Connection.CloseAsync();
}
