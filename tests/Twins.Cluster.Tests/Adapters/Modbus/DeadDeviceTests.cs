using Twins.Devices;
using Twins.Cluster.Tests.Support;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Modbus;

/// <summary>
/// A device that accepts the connection and never answers, beside nine live ones. The clock stands between the seconds: what is polled
/// within a second owes nothing to time that the dead one could have used up.
/// </summary>
public sealed class DeadDeviceTests
{
    private const int Live = 9;
    private const int Dead = 10;
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Fact]
    public Task OwnConnections_NoneOfNineIsLate() => NoneOfNineIsLateAsync(connectionOf: battery => battery);

    [Fact]
    public Task SharedConnection_NoneOfNineIsLate() => NoneOfNineIsLateAsync(connectionOf: _ => 1);

    private static async Task NoneOfNineIsLateAsync(Func<int, int> connectionOf)
    {
        var clock = new ManualTimeProvider();
        await using BatteryFleet fleet = await BatteryFleet.StartAsync(Dead, connectionOf, clock);
        fleet.Units[Dead - 1].Silent = true;
        for (int second = 1; second <= 60; second++)
        {
            clock.Advance(OneSecond);
            await FreshAsync(fleet, Timestamp.Now(clock));
        }

        await Eventually.TrueAsync(async () => await fleet.ConnectivityAsync(Dead) == Connectivity.Offline, "the dead one is known to be dead");
        for (int battery = 1; battery <= Live; battery++)
        {
            Assert.Equal(Connectivity.Online, await fleet.ConnectivityAsync(battery));
        }

        Assert.InRange(fleet.Units[Dead - 1].Reads, 1, 20);
    }

    // The clock stands: a value of the last second was polled in it, whatever became of the dead one.
    private static async Task FreshAsync(BatteryFleet fleet, Timestamp now)
    {
        for (int battery = 1; battery <= Live; battery++)
        {
            await Eventually.TrueAsync(
                async () => (await fleet.Twin(battery).GetSnapshotAsync()).Readings.Any(reading => reading.Time > now + -OneSecond),
                $"battery {battery} was polled by {now}");
        }
    }
}
