using Twins.Devices;
using Twins.Grains.Devices.Setpoints;
using Twins.Commands;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>The setpoints of one battery on a clock that the test turns; a restart keeps only what was stored.</summary>
internal sealed class SetpointScript : ITwinContext
{
    private readonly SiteCatalog _catalog = TestCatalog.Load(TestCatalog.OneBattery);
    private Timestamp? _due;

    public SetpointScript()
    {
        Adapter = new FakeAdapter(Clock);
        Setpoints = Make();
    }

    public ManualTimeProvider Clock { get; } = new();

    public FakeAdapter Adapter { get; }

    public FakeState State { get; } = new();

    public TwinSetpoints Setpoints { get; private set; }

    public List<SetpointStatus> Published { get; } = [];

    public ConnectivityReport Connectivity { get; set; } = new(Twins.Devices.Connectivity.Online, null, default);

    public SetpointStatus Status => Setpoints.Statuses.Single();

    public Task<Command> SetAsync(double watts, TimeSpan? validFor = null, Guid? id = null) =>
        Setpoints.SetAsync(Request(PointValue.FromNumber(watts), validFor, id));

    public SetpointRequest Request(PointValue value, TimeSpan? validFor = null, Guid? id = null, string point = "powerSetpoint") => new(
        id ?? Guid.CreateVersion7(), point, value, validFor, CommandOrigin.Operator, "test", Timestamp.Now(Clock));

    /// <summary>Lets time pass, and what falls due be done.</summary>
    public async Task ElapseAsync(TimeSpan time)
    {
        Timestamp end = Timestamp.Now(Clock) + time;
        while (_due is { } due && due <= end)
        {
            Timestamp now = Timestamp.Now(Clock);
            Clock.Advance(due > now ? due - now : TimeSpan.Zero);
            _due = null;
            await Setpoints.TendAsync();
        }

        Clock.Advance(end - Timestamp.Now(Clock));
    }

    /// <summary>What is in memory is lost; what was stored is read again.</summary>
    public void Restart()
    {
        _ = State.ReadStateAsync();
        Setpoints = Make();
        ((ITwinContext)this).TendAt(Setpoints.NextDue);
    }

    void ITwinContext.PublishSetpoint(SetpointStatus status, Reading? readBack) => Published.Add(status);

    void ITwinContext.TendAt(Timestamp? due) => _due = due;

    private TwinSetpoints Make() => new(
        _catalog.FindDevice(new DeviceKey("test", "bess-1"))!, _catalog.FindSite("test")!.Description, State, Adapter, this, Clock);
}
