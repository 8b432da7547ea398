using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Storage.Relational;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>What the record says stands is reverted or driven again; a known id is never sent again.</summary>
public sealed class SetpointRestartTests
{
    [Fact]
    public Task Restart_LeaseHasEnded_RevertedBeforeAnythingElse() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(-20_000, TimeSpan.FromSeconds(10));
        script.Clock.Advance(TimeSpan.FromMinutes(1));

        await script.RestartAsync();

        Assert.Equal([-20_000, 0], script.Written);
        Assert.Equal(CommandState.Reverted, script.Status.Last!.State);
    });

    [Fact]
    public Task Restart_StillValid_DrivenAgainForTheRestOfItsTimeWhenOnline() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command before = await script.SetAsync(-20_000, TimeSpan.FromMinutes(10));
        script.Clock.Advance(TimeSpan.FromMinutes(1));

        await script.RestartAsync();
        await script.ElapseAsync(TimeSpan.FromSeconds(1));
        Assert.Single(script.Adapter.Writes);
        Assert.False(script.Status.Reported.HasValue);
        script.Setpoints.OnOnline(lostAt: default(MonotonicTime));
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(-20_000, script.Written.Last());
        Assert.Equal(TimeSpan.FromMinutes(9) - TimeSpan.FromSeconds(1), script.Adapter.Writes[^1].HoldFor);
        Assert.Equal((-20_000d, before.ValidUntil), (script.Status.Reported.Number, script.Status.ValidUntil));
        Assert.Equal(before.Id, script.Status.Last!.Id);
    });

    [Fact]
    public Task Reconnect_DeviceWasSeenToFollowSince_OnlyOtherwiseDrivenAgain() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(3_000);
        script.Clock.Advance(TimeSpan.FromSeconds(1));
        MonotonicTime lostAt = MonotonicTime.Now(script.Clock);
        script.Clock.Advance(TimeSpan.FromSeconds(1));
        script.Report(3_000);

        script.Setpoints.OnOnline(lostAt);
        Assert.Single(script.Adapter.Writes);
        script.Clock.Advance(TimeSpan.FromSeconds(1));
        script.Setpoints.OnOnline(MonotonicTime.Now(script.Clock));

        Assert.Equal([3_000, 3_000], script.Written);
    });

    [Fact]
    public Task AdapterRestart_DeviceStillFollows_DrivenAgainSoThatItsWatchdogIsFed() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(3_000);

        script.Setpoints.OnOnline(lostAt: null);

        Assert.Equal([3_000, 3_000], script.Written);
    });

    [Fact]
    public Task Restart_DeviceDoesNotAnswerAtFirst_TriedAgainUntilItFollows() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(3_000, TimeSpan.FromMinutes(10));
        await script.RestartAsync();
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer"));
        script.Setpoints.OnOnline(lostAt: default(MonotonicTime));
        await script.ElapseAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, script.Adapter.Writes.Count);

        script.Adapter.Answer = null;
        await script.ElapseAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([3_000, 3_000, 3_000], script.Written);
        Assert.Equal(3_000, script.Status.Reported.Number);
    });

    /// <summary>Fault 4: the idempotency key was lost at a restart.</summary>
    [Fact]
    public Task Restart_SameCommandComesAgain_AnsweredFromTheRecordNotSent() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Guid id = Guid.CreateVersion7();
        await script.SetAsync(3_000, id: id);
        await script.RestartAsync();

        Command again = await script.SetAsync(3_000, id: id);

        Assert.Single(script.Adapter.Writes);
        Assert.Equal((id, CommandState.Verified), (again.Id, again.State));
    });

    /// <summary>Fault 4: ... even after its lease was reverted.</summary>
    [Fact]
    public Task Restart_SameCommandComesAgainAfterItsRevert_AnsweredAsRevertedNotSent() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Guid id = Guid.CreateVersion7();
        await script.SetAsync(3_000, TimeSpan.FromSeconds(10), id);
        await script.ElapseAsync(TimeSpan.FromSeconds(11));
        await script.RestartAsync();

        Command again = await script.SetAsync(3_000, TimeSpan.FromSeconds(10), id);
        Command conflict = await script.SetAsync(4_000, TimeSpan.FromSeconds(10), id);

        Assert.Equal([3_000, 0], script.Written);
        Assert.Equal(CommandState.Reverted, again.State);
        Assert.Equal(CommandRefusal.Conflict, conflict.Refusal);
    });

    [Fact]
    public Task Restart_RevertWasInProgress_IsFinished() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(8_000, TimeSpan.FromSeconds(10));
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer"));
        await script.ElapseAsync(TimeSpan.FromSeconds(11));

        script.Adapter.Answer = null;
        await script.RestartAsync();

        Assert.Equal(0, script.Written.Last());
        Assert.Empty(script.Store.Open);
    });

    [Fact]
    public Task Restart_DuringTheWrite_UnconfirmedThenDrivenAgainAndVerified() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(1_000);
        script.Adapter.Answer = _ => new TaskCompletionSource<Connections.WriteResult>().Task;
        Guid id = Guid.CreateVersion7();
        _ = script.SetAsync(2_000, id: id);
        await script.RestartAsync();

        Assert.Equal("Unconfirmed", script.Store.State(id));
        Assert.Equal(id, Assert.Single(script.Store.Open).Id);
        script.Adapter.Answer = null;
        script.Setpoints.OnOnline(lostAt: null);

        Assert.Equal("Verified", script.Store.State(id));
        Assert.Equal(2_000, script.Status.Desired.Number);
    });

    /// <summary>Fault 2: after a restart the stored instant decides, never more than the duration, and a clock before the record's time has ended it.</summary>
    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(5, 60, 0)]
    [InlineData(5, -60, 0)]
    [InlineData(5, -3, 8)]
    public Task Restart_WallClockWasSet_EndsInTheSafeDirection(int minutesBefore, int stepMinutes, int minutesLeft) => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(8_000, TimeSpan.FromMinutes(10));
        await script.ElapseAsync(TimeSpan.FromMinutes(minutesBefore));
        script.Clock.StepWallClock(TimeSpan.FromMinutes(stepMinutes));

        await script.RestartAsync();
        if (minutesLeft > 0)
        {
            await script.ElapseAsync(TimeSpan.FromMinutes(minutesLeft) - TimeSpan.FromMilliseconds(1));
            Assert.Equal([8_000], script.Written);
            await script.ElapseAsync(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal([8_000, 0], script.Written);
    });

    /// <summary>Fault 15: a damaged record is said, and the rest goes on.</summary>
    [Fact]
    public Task Restart_ARecordIsDamaged_SaidAndTheOthersAreRestored() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command command = await script.SetAsync(3_000);
        script.Store.Damaged.Add(new DamagedRecord("commands/019a", "checksum differs"));
        StoredCommand good = script.Store.All.Single();
        await script.Store.AddAsync(good with { Id = Guid.CreateVersion7(), Request = "{\"version\":1,\"va" });

        await script.RestartAsync();

        Assert.Equal(2, script.Setpoints.Faults.Length);
        Assert.Contains("commands/019a", script.Setpoints.Faults[0], StringComparison.Ordinal);
        Assert.Equal((3_000d, command.Id), (script.Status.Desired.Number, script.Status.Last!.Id));
        Assert.Equal(CommandState.Verified, (await script.SetAsync(4_000)).State);
    });

    [Fact]
    public Task Restart_StorageCannotBeRead_CommandsAreRefusedUntilItCan() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(3_000);
        script.Store.Failure = new StorageException("locked");
        await script.RestartAsync();

        Command refused = await script.SetAsync(4_000);
        script.Store.Failure = null;
        await script.ElapseAsync(TimeSpan.FromMinutes(2));
        Command taken = await script.SetAsync(4_000);

        Assert.Equal((CommandRefusal.Storage, CommandState.Verified), (refused.Refusal, taken.State));
        Assert.Empty(script.Setpoints.Faults);
    });
}
