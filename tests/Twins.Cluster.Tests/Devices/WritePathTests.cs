using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Devices;

/// <summary>Writes that meet a refresh, a slow device or a cut connection: from the command to the registers and back, over a socket.</summary>
public sealed class WritePathTests
{
    [Fact]
    public async Task Set_WhileTheRefreshOfTheOlderValueIsDue_OnlyTheTwoValuesAreWrittenAndTheNewerIsVerified()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        site.Battery.FollowsAfter = TimeSpan.FromSeconds(0.5);
        Task<Command> first = site.BeginSetAsync(-20_000, TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => site.Battery.Written.Count == 1, "the first value is written");
        MonotonicTime start = MonotonicTime.Now(site.Clock);
        await site.ElapseUntilAsync(() => Task.FromResult(first.IsCompleted), "the first command has ended");
        Assert.Equal(CommandState.Verified, (await first).State);
        await site.ElapseUntilAsync(
            async () => await site.SetpointAsync() is not null && start.Elapsed(site.Clock) >= TimeSpan.FromSeconds(19.9), "19.9 s have passed");
        Assert.True(start.Elapsed(site.Clock) < TimeSpan.FromSeconds(20));

        Task<Command> second = site.BeginSetAsync(10_000, TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => site.Battery.Written.Count == 2, "the second value is written");
        await site.ElapseUntilAsync(() => Task.FromResult(second.IsCompleted), "the second command has ended");
        MonotonicTime verified = MonotonicTime.Now(site.Clock);
        await site.ElapseUntilAsync(
            async () => await site.SetpointAsync() is not null && verified.Elapsed(site.Clock) >= TimeSpan.FromSeconds(10), "another 10 s have passed");

        Assert.Equal((CommandState.Verified, 10_000d), ((await second).State, (await second).ReadBack.Number));
        Assert.Equal([200, -100], site.Battery.Written);
        Assert.Equal(10_000, (await site.SetpointAsync())!.Reported.Number);
    }

    [Fact]
    public async Task Set_TheConnectionIsCutAfterTheDeviceAppliedIt_IsUnconfirmedThenVerifiedByReadBackAndRevertedAtItsEnd()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        site.Battery.CutAtNextWrite = true;

        Command cut = await site.SetAsync(-20_000, TimeSpan.FromSeconds(120));

        Assert.Equal((CommandState.Unconfirmed, CommandRefusal.None), (cut.State, cut.Refusal));
        Assert.Equal(-20_000, (await site.SetpointAsync())!.Desired.Number);
        Assert.Equal([200], site.Battery.Written);

        site.Battery.Silent = false;
        await site.ElapseUntilAsync(async () => await site.SetpointAsync() is { Last.State: CommandState.Verified }, "the read-back shows the value");
        Assert.Equal(-20_000, (await site.SetpointAsync())!.Desired.Number);

        await site.ElapseUntilAsync(async () => await site.SetpointAsync() is { Last.State: CommandState.Reverted }, "the lease has ended");
        Assert.Equal(0, (short)site.Battery.Registers[200]);
        Assert.False((await site.SetpointAsync())!.Desired.HasValue);
    }

    [Fact]
    public async Task Set_TheConnectionIsCutAfterTheDeviceAppliedItAndNothingIsHeardAgain_IsRevertedOnceItAnswers()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        site.Battery.CutAtNextWrite = true;
        Command cut = await site.SetAsync(-20_000, TimeSpan.FromSeconds(20));
        Assert.Equal(CommandState.Unconfirmed, cut.State);
        MonotonicTime start = MonotonicTime.Now(site.Clock);
        await site.ElapseUntilAsync(
            async () => await site.SetpointAsync() is not null && start.Elapsed(site.Clock) >= TimeSpan.FromSeconds(30), "the lease has ended");

        site.Battery.Silent = false;

        await site.ElapseUntilAsync(async () => await site.SetpointAsync() is { Last.State: CommandState.Reverted }, "the setpoint was reverted");
        Assert.Equal(0, (short)site.Battery.Registers[200]);
    }

    [Fact]
    public async Task Set_TheConnectionIsCutBeforeAnyByteLeft_IsRefusedAsNeverSentAndNothingIsKept()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        await site.UnplugAsync();

        Command refused = await site.SetAsync(-20_000, TimeSpan.FromSeconds(120));

        Assert.Equal((CommandState.Rejected, CommandRefusal.Disconnected), (refused.State, refused.Refusal));
        Assert.DoesNotContain(CommandState.Sent, refused.Stages.Select(stage => stage.State));
        Assert.False((await site.SetpointAsync())?.Desired.HasValue ?? false);
        Assert.Empty(site.Battery.Written);
    }
}
