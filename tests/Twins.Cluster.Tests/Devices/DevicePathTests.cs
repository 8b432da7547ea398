using Twins.Connections;
using Twins.Devices;
using Twins.Sites;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Readings;

namespace Twins.Cluster.Tests.Devices;

/// <summary>From the register of a served device to its twin and back, over a socket.</summary>
public sealed class DevicePathTests
{
    [Fact]
    public async Task Poll_ServedBattery_ValuesInCanonicalUnitsAndSign()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        site.Battery.Registers[103] = 12_000;

        await site.UntilOnlineAsync();
        await site.ElapseUntilAsync(async () => (await site.ReadAsync("activePower")).Value.HasValue, "the first values");

        Assert.Equal(-12_000, (await site.ReadAsync("activePower")).Value.Number);
        Assert.Equal(380, (await site.ReadAsync("voltage")).Value.Number);
        Assert.Equal(55, (await site.ReadAsync("stateOfCharge")).Value.Number);
        Assert.Equal((Quality.Good, QualityReason.None), ((await site.ReadAsync("voltage")).Quality, (await site.ReadAsync("voltage")).Reason));
    }

    [Fact]
    public async Task Poll_SimulatedEndpoint_ValuesAndConnectionSaySo()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync(simulated: true);
        await site.ElapseUntilAsync(async () => (await site.ReadAsync("voltage")).Value.HasValue, "the first values");

        Reading voltage = await site.ReadAsync("voltage");
        ConnectionStatus status = await site.Host.Grains.GetGrain<IAdapter>("test/storage").GetStatusAsync();

        Assert.Equal((Quality.Good, QualityReason.Simulated), (voltage.Quality, voltage.Reason));
        Assert.True(status.Simulated);
        Assert.Equal(ConnectionState.Connected, status.State);
    }

    [Fact]
    public async Task Set_ServedBattery_VerifiedAndSeenInTheReadings()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();

        Command outcome = await site.SetAsync(-20_000);

        Assert.Equal(CommandState.Verified, outcome.State);
        Assert.Equal(200, (short)site.Battery.Registers[200]);
        Assert.Equal(-20_000, (await site.ReadAsync("powerSetpoint")).Value.Number);
        await site.ElapseUntilAsync(async () => (await site.ReadAsync("activePower")).Value.Number == -20_000, "the power follows");
    }

    [Fact]
    public async Task Set_AcknowledgementLost_ReadBackDecides()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        site.Battery.LoseNextAcknowledgement = true;

        Command outcome = await site.SetAsync(15_000);

        Assert.Equal(CommandState.Verified, outcome.State);
        Assert.DoesNotContain(CommandState.Acknowledged, outcome.Stages.Select(stage => stage.State));
    }

    [Fact]
    public async Task Set_DeviceDoesNotFollow_FailedWithWhatItFollows()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        site.Battery.Stubborn = true;

        Command outcome = await site.SetAsync(15_000);

        Assert.Equal(CommandState.Failed, outcome.State);
        Assert.Equal(0, outcome.ReadBack.Number);
    }

    [Fact]
    public async Task Set_DeviceSilent_UnconfirmedThenRefusedAsDisconnected()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        site.Battery.Silent = true;

        Command first = await site.SetAsync(15_000);
        await site.ElapseUntilAsync(
            async () => (await site.Twin.GetSnapshotAsync()).Connectivity.State == Connectivity.Offline, "the battery is offline");
        Command second = await site.SetAsync(15_000);

        Assert.True(first.State is CommandState.Unconfirmed or CommandState.Rejected, first.State.ToString());
        Assert.Equal((CommandState.Rejected, CommandRefusal.Disconnected), (second.State, second.Refusal));
        Assert.Equal((Quality.Stale, QualityReason.Disconnected), ((await site.ReadAsync("voltage")).Quality, (await site.ReadAsync("voltage")).Reason));
    }

    [Fact]
    public async Task Watchdog_LeasedSetpoint_RepeatedUntilTheLeaseEndsAndThenReverted()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        await site.SetAsync(15_000, TimeSpan.FromSeconds(70));
        int writes = site.Battery.Writes;

        await site.ElapseUntilAsync(() => Task.FromResult(site.Battery.Writes >= writes + 3), "three repeats within the watchdog's 60 s");
        await site.ElapseUntilAsync(
            async () => (await site.Twin.GetSnapshotAsync()).Setpoints is [{ Last.State: CommandState.Reverted }], "the setpoint was reverted");

        Assert.Equal(0, (short)site.Battery.Registers[200]);
    }

    [Fact]
    public async Task Restart_StandingSetpoint_DrivenAgain()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        await site.SetAsync(-20_000);
        site.Battery.Registers[200] = site.Battery.Registers[201] = 0;

        await site.RestartAsync();
        await site.ElapseUntilAsync(() => Task.FromResult((short)site.Battery.Registers[201] == 200), "the setpoint is driven again");

        await site.ElapseUntilAsync(
            async () => (await site.Twin.GetSnapshotAsync()).Setpoints is [{ Reported.Number: -20_000 }], "the twin knows that the device follows");
    }

    [Fact]
    public async Task Restart_ExpiredSetpoint_RevertedFirst()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        await site.SetAsync(-20_000, TimeSpan.FromSeconds(30));

        await site.RestartAsync(downtime: TimeSpan.FromHours(1));
        await site.ElapseUntilAsync(() => Task.FromResult((short)site.Battery.Registers[201] == 0), "the safe value");

        await site.ElapseUntilAsync(
            async () => (await site.Twin.GetSnapshotAsync()).Setpoints is [{ Last.State: CommandState.Reverted }], "the twin says so");
    }

    [Fact]
    public async Task Stop_Site_TwinSaysOfflineAndStartBringsItBack()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();

        await site.TurnUntilDoneAsync(site.Host.Site.StopAsync());
        await site.ElapseUntilAsync(
            async () => (await site.Twin.GetSnapshotAsync()).Connectivity is { State: Connectivity.Offline, Reason: "the connection was stopped" },
            "the twin knows that the connection was stopped");
        await site.TurnUntilDoneAsync(site.Host.Site.StartAsync());
        await site.UntilOnlineAsync();
    }

    [Fact]
    public async Task Set_UnknownDevice_RefusedAsResult()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();

        Command outcome = await site.Host.Twin("nobody").SetAsync(
            new SetpointRequest(Guid.CreateVersion7(), "powerSetpoint", default, null, CommandOrigin.ApiClient, "test", default));

        Assert.Equal(CommandRefusal.UnknownDevice, outcome.Refusal);
    }

    [Fact]
    public async Task Overview_OneBattery_BalanceAndHealth()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        await site.ElapseUntilAsync(async () => (await site.ReadAsync("activePower")).Value.HasValue, "the first values");
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        SiteOverview overview = await site.Host.Site.GetOverviewAsync();

        Assert.Equal((0d, 55d, 1, 1), (overview.Balance.StorageW, overview.Balance.StateOfChargePercent, overview.Balance.FreshValues, overview.Balance.ExpectedValues));
        Assert.Equal(("bess-1", Connectivity.Online), (overview.Devices[0].Device, overview.Devices[0].Connectivity.State));
        Assert.Equal(overview.Devices[0].ExpectedPoints, overview.Devices[0].FreshPoints);
        Assert.Single(overview.Connections);
    }
}
