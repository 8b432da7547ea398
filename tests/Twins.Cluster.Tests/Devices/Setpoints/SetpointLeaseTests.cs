using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Storage.Relational;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>What holds for a time goes back to the safe value.</summary>
public sealed class SetpointLeaseTests
{
    [Fact]
    public Task Lease_Ends_RevertedToSafeValueAndSaysSo() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command command = await script.SetAsync(-20_000, TimeSpan.FromMinutes(2));

        await script.ElapseAsync(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(1));
        Assert.Single(script.Adapter.Writes);
        await script.ElapseAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal((0d, null), (script.Adapter.Writes[^1].Value.Number, script.Adapter.Writes[^1].HoldFor));
        Assert.Equal((CommandState.Reverted, command.Id), (script.Status.Last!.State, script.Status.Last.Id));
        Assert.Equal(["Verified", "Reverted"], script.Store.All.Single().Stages.TakeLast(2).Select(stage => stage.State));
        Assert.False(script.Status.Desired.HasValue);
        Assert.Empty(script.Store.Open);
    });

    [Fact]
    public Task Lease_EndsWhileDeviceIsAway_TriedAgainWithPausesAndAtOnceWhenBack() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(8_000, TimeSpan.FromSeconds(10));
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer"));

        await script.ElapseAsync(TimeSpan.FromSeconds(10 + 5 + 10));
        Assert.Equal([8_000, 0, 0, 0], script.Written);
        Assert.Single(script.Store.Open);

        script.Adapter.Answer = null;
        script.Setpoints.OnOnline(lostAt: default(MonotonicTime));
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal([8_000, 0, 0, 0, 0], script.Written);
        Assert.Equal(CommandState.Reverted, script.Status.Last!.State);
        Assert.Empty(script.Store.Open);
    });

    [Fact]
    public Task Lease_NewCommandBeforeItsEnd_OldEndDoesNotCount() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(1_000, TimeSpan.FromSeconds(10));
        await script.ElapseAsync(TimeSpan.FromSeconds(5));
        await script.SetAsync(2_000, TimeSpan.FromSeconds(60));

        await script.ElapseAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([1_000, 2_000], script.Written);
        Assert.Equal(2_000, script.Status.Desired.Number);
    });

    [Fact]
    public Task Lease_EndsWhileANewCommandIsBeingStored_SafeValueDoesNotWait() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(1_000, TimeSpan.FromSeconds(10));
        var gate = new TaskCompletionSource();
        script.Store.BeforeAdd = () => gate.Task;
        Task<Command> next = script.SetAsync(2_000);

        await script.ElapseAsync(TimeSpan.FromSeconds(11));
        Assert.Equal([1_000, 0], script.Written);
        gate.SetResult();

        Assert.Equal(CommandState.Verified, (await next).State);
        Assert.Equal([1_000, 0, 2_000], script.Written);
    });

    /// <summary>Fault 2: the wall clock was set, the monotonic clock was not; elapsed time alone ends a lease.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task Lease_WallClockStepsByAnHour_EndsAfterItsOwnTimeAndIsRelabelled(int hours) => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command command = await script.SetAsync(-20_000, TimeSpan.FromSeconds(20));

        script.Clock.StepWallClock(TimeSpan.FromHours(hours));
        Assert.Equal(command.ValidUntil + TimeSpan.FromHours(hours), script.Status.ValidUntil);
        await script.ElapseAsync(TimeSpan.FromSeconds(20) - TimeSpan.FromMilliseconds(1));
        Assert.Equal([-20_000], script.Written);
        await script.ElapseAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal([-20_000, 0], script.Written);
        Assert.Equal("Reverted", script.Store.State(command.Id));
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task Retry_WallClockStepsByAnHour_PausesAreElapsedTime(int hours) => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(8_000, TimeSpan.FromSeconds(10));
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer"));
        await script.ElapseAsync(TimeSpan.FromSeconds(10));

        script.Clock.StepWallClock(TimeSpan.FromHours(hours));
        await script.ElapseAsync(TimeSpan.FromSeconds(4.9));
        Assert.Equal([8_000, 0], script.Written);
        await script.ElapseAsync(TimeSpan.FromSeconds(0.2));

        Assert.Equal([8_000, 0, 0], script.Written);
    });

    /// <summary>
    /// Fault 3: the disk is full when the lease ends. The safe value is driven first and once; what cannot be stored is tried again with
    /// pauses, and it heals without a restart.
    /// </summary>
    [Fact]
    public Task Lease_EndsWhileStorageFails_SafeValueDrivenOnceAndRecordedLater() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command command = await script.SetAsync(8_000, TimeSpan.FromSeconds(10));
        script.Store.Failure = new StorageException("database or disk is full");

        await script.ElapseAsync(TimeSpan.FromMinutes(10));

        Assert.Equal([8_000, 0], script.Written);
        Assert.InRange(script.Store.Failures, 8, 16);
        Assert.InRange(script.Ticks, 1, 30);
        Assert.NotEqual(CommandState.Reverted, (await FindAsync(script, command.Id)).State);

        script.Store.Failure = null;
        await script.ElapseAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("Reverted", script.Store.State(command.Id));
        Assert.Equal([8_000, 0], script.Written);
        Assert.Equal(CommandState.Verified, (await script.SetAsync(3_000)).State);
    });

    [Fact]
    public Task Set_StorageFailsAfterTheWrite_NotAnsweredAsVerifiedUntilItIsStored() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = write =>
        {
            script.Store.Failure = new StorageException("database or disk is full");
            return Task.FromResult(script.Adapter.Follows(write.Value));
        };

        Task<Command> answer = script.SetAsync(8_000);
        await script.ElapseAsync(SetpointLimits.MaxWait);
        Command undecided = await answer;
        script.Store.Failure = null;
        await script.ElapseAsync(TimeSpan.FromMinutes(1));

        Assert.False(undecided.State.IsDecided());
        Assert.Equal("Verified", script.Store.State(undecided.Id));
        Assert.Equal([8_000], script.Written);
    });

    private static async Task<Command> FindAsync(SetpointScript script, Guid id) => (await script.Setpoints.FindAsync(id))!;
}
