using Twins.Devices;
using Twins.Cluster.Tests.Engine;
using Twins.Commands;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>The site of one battery on a clock that the test turns: grains, sockets and device are real.</summary>
internal sealed class OneBatterySite : IAsyncDisposable
{
    private readonly ServedConnections _connections;

    private OneBatterySite(bool simulated)
    {
        Battery = new BatteryUnit(Clock);
        _connections = new ServedConnections { Simulated = simulated };
        _connections.Serve("storage", 1, Battery);
    }

    public static SiteCatalog Catalog => TestCatalog.Load(TestCatalog.OneBattery);

    public ManualTimeProvider Clock { get; } = new();

    public BatteryUnit Battery { get; }

    public GrainStorage Storage { get; } = new();

    public GrainHost Host { get; private set; } = null!;

    public IDeviceTwin Twin => Host.Twin("bess-1");

    public static async Task<OneBatterySite> StartAsync(bool simulated = false)
    {
        var site = new OneBatterySite(simulated);
        await site.RestartAsync();
        return site;
    }

    /// <summary>Ends the process's grains, if there are any, and starts them anew on the same storage after some time.</summary>
    public async Task RestartAsync(TimeSpan downtime = default)
    {
        if (Host is not null)
        {
            await Host.DisposeAsync();
            Clock.Advance(downtime);
        }

        Host = await GrainHost.StartAsync(Catalog, Clock, _connections, Storage);
        await TurnUntilDoneAsync(Host.Site.StartAsync());
    }

    /// <summary>
    /// Waits for a call between grains, and turns the clock a little meanwhile: the runtime's own pauses before it addresses a call again
    /// run on it.
    /// </summary>
    public async Task TurnUntilDoneAsync(Task call)
    {
        await Eventually.TrueAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromMilliseconds(1));
                return call.IsCompleted;
            },
            "the call is answered");
        await call;
    }

    /// <summary>Turns the clock step by step until a condition holds.</summary>
    public Task ElapseUntilAsync(Func<Task<bool>> condition, string what) => Eventually.TrueAsync(
        () =>
        {
            Clock.Advance(TimeSpan.FromMilliseconds(50));
            return condition();
        },
        what);

    /// <summary>The device goes off the network: its connections are closed, and no new one is accepted.</summary>
    public Task UnplugAsync() => _connections.StopAsync("storage");

    public Task UntilOnlineAsync() => ElapseUntilAsync(
        async () => (await Twin.GetSnapshotAsync()).Connectivity.State == Connectivity.Online, "the battery is online");

    /// <summary>Sends a setpoint, and turns the clock while it is under way.</summary>
    public async Task<Command> SetAsync(double watts, TimeSpan? validFor = null)
    {
        Task<Command> set = BeginSetAsync(watts, validFor);
        await ElapseUntilAsync(() => Task.FromResult(set.IsCompleted), "the command has ended");
        return await set;
    }

    /// <summary>Sends a setpoint; the clock stands still.</summary>
    public Task<Command> BeginSetAsync(double watts, TimeSpan? validFor = null) => Twin.SetAsync(new SetpointRequest(
        Guid.CreateVersion7(), "powerSetpoint", PointValue.FromNumber(watts), validFor, CommandOrigin.Operator, "test", Timestamp.Now(Clock)));

    /// <summary>What stands at the battery's setpoint; null while nothing does or did.</summary>
    public async Task<SetpointStatus?> SetpointAsync() => (await Twin.GetSnapshotAsync()).Setpoints.SingleOrDefault();

    public async Task<Reading> ReadAsync(string point)
    {
        Assert.True(Catalog.FindDevice(new DeviceKey("test", "bess-1"))!.Points.TryGetOrdinal(point, out int ordinal));
        return (await Twin.GetSnapshotAsync()).Readings[ordinal];
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _connections.DisposeAsync();
    }
}
