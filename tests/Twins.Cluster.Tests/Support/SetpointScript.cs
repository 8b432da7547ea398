using Microsoft.Extensions.Logging.Abstractions;
using Twins.Commands;
using Twins.Devices;
using Twins.Grains.Devices;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Storage.Relational;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>The setpoints of one battery on a clock that the test turns; a restart keeps only what was stored.</summary>
internal sealed class SetpointScript : ITwinContext
{
    private readonly SiteCatalog _catalog = TestCatalog.Load(TestCatalog.OneBattery);
    private readonly ICommandStore _store;
    private MonotonicTime _due = MonotonicTime.Never;

    public SetpointScript(ICommandStore? store = null)
    {
        _store = store ?? Store;
        Adapter = new FakeAdapter(Clock);
        Setpoints = Make();
    }

    public ManualTimeProvider Clock { get; } = new();

    public FakeAdapter Adapter { get; private set; }

    public FakeCommandStore Store { get; } = new();

    public TwinSetpoints Setpoints { get; private set; }

    public List<SetpointStatus> Published { get; } = [];

    public ConnectivityReport Connectivity { get; set; } = new(Twins.Devices.Connectivity.Online, null, default);

    public SetpointStatus Status => Setpoints.Statuses.Single();

    public IEnumerable<double> Written => Adapter.Writes.Select(write => write.Value.Number);

    /// <summary>Ticks that were made.</summary>
    public int Ticks { get; private set; }

    public Task<Command> SetAsync(double watts, TimeSpan? validFor = null, Guid? id = null) =>
        Setpoints.SetAsync(Request(PointValue.FromNumber(watts), validFor, id));

    public SetpointRequest Request(
        PointValue value, TimeSpan? validFor = null, Guid? id = null, string point = "powerSetpoint", string actor = "test") => new(
        id ?? Guid.CreateVersion7(), point, value, validFor, CommandOrigin.Operator, actor, Timestamp.Now(Clock));

    /// <summary>Lets time pass, and what falls due be done.</summary>
    public async Task ElapseAsync(TimeSpan time)
    {
        MonotonicTime end = MonotonicTime.Now(Clock) + time;
        while (_due <= end)
        {
            MonotonicTime due = _due;
            _due = MonotonicTime.Never;
            Clock.Advance(MonotonicTime.Max(due, MonotonicTime.Now(Clock)) - MonotonicTime.Now(Clock));
            Ticks++;
            Setpoints.OnTick();
            await SettleAsync();
        }

        Clock.Advance(end - MonotonicTime.Now(Clock));
        await SettleAsync();
    }

    /// <summary>Lets go on what waits for its turn.</summary>
    public static async Task SettleAsync()
    {
        for (int turn = 0; turn < 20; turn++)
        {
            await Task.Yield();
        }
    }

    /// <summary>What is in memory is lost, and what is with the adapter is not answered; what was stored is read again.</summary>
    public async Task RestartAsync()
    {
        Adapter = new FakeAdapter(Clock) { Answer = Adapter.Answer, Writes = Adapter.Writes };
        _due = MonotonicTime.Never;
        Setpoints = Make();
        await Setpoints.RestoreAsync();
    }

    /// <summary>The device reports by itself what it follows.</summary>
    public void Report(double watts, QualityReason reason = QualityReason.None) => Setpoints.OnReported(
        [new Reading(_catalog.FindDevice(Key)!.Points.TryGetOrdinal("powerSetpoint", out int ordinal) ? ordinal : -1,
            PointValue.FromNumber(watts), Quality.Good, reason, Timestamp.Now(Clock), TimeSource.Gateway)]);

    void ITwinContext.PublishSetpoint(SetpointStatus status, Reading? readBack) => Published.Add(status);

    void ITwinContext.TickAt(MonotonicTime due) => _due = due;

    private static DeviceKey Key => new("test", "bess-1");

    private TwinSetpoints Make() => new(
        _catalog.FindDevice(Key)!, _catalog.FindSite("test")!.Description, _store, Adapter.WriteAsync, this, Clock, NullLogger.Instance);
}
