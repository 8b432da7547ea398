using Twins.Connections;
using Twins.Adapters;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Points;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Modbus;

public sealed class ModbusAdapterTests
{
    [Fact]
    public async Task Start_SiteIsNotAmongFieldSites_OpensNoConnectionAndSaysWhy()
    {
        var clock = new ManualTimeProvider();
        await using BatteryFleet fleet = await BatteryFleet.StartAsync(1, _ => 1, clock, new FieldSites(["elsewhere"]));
        clock.Advance(TimeSpan.FromSeconds(5));

        ConnectionStatus status = await Adapter(fleet).GetStatusAsync();

        Assert.Equal(ConnectionState.Stopped, status.State);
        Assert.Contains("not among its FieldSites", status.LastError, StringComparison.Ordinal);
        Assert.Equal(0, fleet.Units[0].Reads);
    }

    [Fact]
    public async Task Write_NotStarted_NothingIsSent()
    {
        await using BatteryFleet fleet = await BatteryFleet.StartAsync(1, _ => 1, new ManualTimeProvider());
        await fleet.Host.Site.StopAsync();

        WriteResult result = await Adapter(fleet).WriteAsync(Write("bess-1", "powerSetpoint", PointValue.FromNumber(1)));

        Assert.Equal((WriteProgress.NotSent, CommandRefusal.Disconnected), (result.Progress, result.Refusal));
    }

    [Theory]
    [InlineData("nobody", "powerSetpoint", CommandRefusal.UnknownDevice, "'nobody'")]
    [InlineData("bess-1", "voltage", CommandRefusal.UnknownPoint, "no write for 'voltage'")]
    public async Task Write_UnknownDeviceOrPoint_NothingIsSent(string device, string point, CommandRefusal refusal, string reason)
    {
        await using BatteryFleet fleet = await BatteryFleet.StartAsync(1, _ => 1, TimeProvider.System);

        WriteResult result = await Adapter(fleet).WriteAsync(Write(device, point, PointValue.FromNumber(1)));

        Assert.Equal((WriteProgress.NotSent, refusal), (result.Progress, result.Refusal));
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_DoesNotFitTheRegister_NothingIsSent()
    {
        await using BatteryFleet fleet = await BatteryFleet.StartAsync(1, _ => 1, TimeProvider.System);

        WriteResult result = await Adapter(fleet).WriteAsync(Write("bess-1", "powerSetpoint", PointValue.FromNumber(1e9)));

        Assert.Equal((WriteProgress.NotSent, CommandRefusal.Limit), (result.Progress, result.Refusal));
        Assert.Equal(0, fleet.Units[0].Writes);
    }

    [Fact]
    public async Task Status_Polling_CountsRequests()
    {
        await using BatteryFleet fleet = await BatteryFleet.StartAsync(1, _ => 1, TimeProvider.System);

        await Eventually.TrueAsync(async () => await Adapter(fleet).GetStatusAsync() is { Requests: > 0, State: ConnectionState.Connected }, "a request was counted");
        ConnectionStatus status = await Adapter(fleet).GetStatusAsync();

        Assert.Equal((ConnectionState.Connected, 0L, "Modbus TCP", false), (status.State, status.Failures, status.Protocol, status.Simulated));
        Assert.StartsWith("127.0.0.1:", status.Endpoint, StringComparison.Ordinal);
    }

    private static IAdapter Adapter(BatteryFleet fleet) => fleet.Host.Grains.GetGrain<IAdapter>("test/storage-1");

    private static SetpointWrite Write(string device, string point, PointValue value) => new(Guid.CreateVersion7(), device, point, value, null);
}
