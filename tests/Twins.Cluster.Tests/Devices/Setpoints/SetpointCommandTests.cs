using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;
using Twins.Storage.Relational;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>From a request to its end.</summary>
public sealed class SetpointCommandTests
{
    [Fact]
    public Task Set_DeviceFollows_VerifiedWithEveryStageAndStoredAsSuch() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();

        Command command = await script.SetAsync(-20_000);

        Assert.Equal(
            [CommandState.Requested, CommandState.Authorised, CommandState.Sent, CommandState.Acknowledged, CommandState.Verified],
            command.Stages.Select(stage => stage.State));
        Assert.Equal(-20_000, command.ReadBack.Number);
        Assert.Equal(Timestamp.Now(script.Clock) + TimeSpan.FromMinutes(5), command.ValidUntil);
        Assert.Equal((-20_000d, -20_000d, "test"), (script.Status.Desired.Number, script.Status.Reported.Number, script.Status.DesiredBy));
        Assert.Equal(command.Stages.Select(stage => stage.State.ToString()), script.Store.All.Single().Stages.Select(stage => stage.State));
        Assert.True(script.Store.All.Single().IsOpen);
    });

    [Fact]
    public Task Set_Always_RequestIsStoredBeforeItIsSentAndTheEndBeforeTheAnswer() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        string? storedWhenSent = null;
        script.Adapter.Answer = write =>
        {
            storedWhenSent = script.Store.State(write.CommandId);
            return Task.FromResult(script.Adapter.Follows(write.Value));
        };

        Command command = await script.SetAsync(7_000);

        Assert.Equal(("Authorised", "Verified"), (storedWhenSent, script.Store.State(command.Id)));
    });

    [Fact]
    public Task Set_StorageFails_RefusedNothingSentAndWhatStoodStands() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(5_000);
        script.Store.Failure = new StorageException("disk full");

        Command command = await script.SetAsync(9_000);

        Assert.Equal((CommandState.Rejected, CommandRefusal.Storage), (command.State, command.Refusal));
        Assert.Contains("disk full", command.Reason, StringComparison.Ordinal);
        Assert.Equal([5_000], script.Written);
        Assert.Equal(5_000, script.Status.Desired.Number);
    });

    [Fact]
    public Task Set_BeyondRating_RejectedWithLimitValueAndSource() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();

        Command command = await script.SetAsync(-50_001);

        Assert.Equal((CommandState.Rejected, CommandRefusal.Limit), (command.State, command.Refusal));
        Assert.Contains("-50001", command.Reason, StringComparison.Ordinal);
        Assert.Contains("-50000", command.Reason, StringComparison.Ordinal);
        Assert.Contains("rating maxChargePower of test/bess-1", command.Reason, StringComparison.Ordinal);
        Assert.Empty(script.Adapter.Writes);
        Assert.Empty(script.Store.Open);
    });

    [Fact]
    public Task Set_DeviceOffline_RejectedAsDisconnected() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript { Connectivity = new ConnectivityReport(Connectivity.Offline, "cable pulled", default) };

        Command command = await script.SetAsync(1_000);

        Assert.Equal((CommandState.Rejected, CommandRefusal.Disconnected), (command.State, command.Refusal));
        Assert.Contains("cable pulled", command.Reason, StringComparison.Ordinal);
    });

    [Fact]
    public Task Set_AcknowledgementLostButReadBackShowsIt_Verified() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = write => Task.FromResult(script.Adapter.Follows(write.Value) with { AcknowledgedAt = null });

        Command command = await script.SetAsync(1_000);

        Assert.Equal(CommandState.Verified, command.State);
        Assert.DoesNotContain(CommandState.Acknowledged, command.Stages.Select(stage => stage.State));
        Assert.Contains("acknowledgement was lost", command.Reason, StringComparison.Ordinal);
    });

    [Fact]
    public Task Set_ReadBackDiffers_FailedWithBothValuesAndStillReverted() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Clamps(PointValue.FromNumber(3_000)));

        Command command = await script.SetAsync(4_000, TimeSpan.FromSeconds(30));
        script.Adapter.Answer = null;
        await script.ElapseAsync(TimeSpan.FromSeconds(31));

        Assert.Equal(CommandState.Failed, command.State);
        Assert.Contains("follows 3000, not 4000", command.Reason, StringComparison.Ordinal);
        Assert.Equal([4_000, 0], script.Written);
        Assert.Equal("Reverted", script.Store.State(command.Id));
    });

    [Fact]
    public Task Set_DeviceRefuses_FailedAndWhatStoodBeforeStands() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(2_000);
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Refuses("exception 3"));

        Command command = await script.SetAsync(4_000);

        Assert.Equal((CommandState.Failed, "exception 3"), (command.State, command.Reason));
        Assert.Equal(2_000, script.Status.Desired.Number);
        Assert.Equal(2_000, Value(Assert.Single(script.Store.Open)));
    });

    [Fact]
    public Task Set_NothingLeftForTheDevice_RejectedAndNothingStands() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromResult(WriteResult.NotSent(CommandRefusal.Disconnected, "no connection"));

        Command command = await script.SetAsync(4_000, TimeSpan.FromSeconds(30));
        await script.ElapseAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((CommandState.Rejected, CommandRefusal.Disconnected), (command.State, command.Refusal));
        Assert.Single(script.Adapter.Writes);
        Assert.Empty(script.Store.Open);
        Assert.False(script.Status.Desired.HasValue);
    });

    /// <summary>Fault 5: the connection was lost during the write; the device may have applied it.</summary>
    [Fact]
    public Task Set_ConnectionLostDuringTheWrite_UnconfirmedKeptAndReverted() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("connection reset"));

        Command command = await script.SetAsync(4_000, TimeSpan.FromSeconds(30));
        Assert.Equal((CommandState.Unconfirmed, "connection reset"), (command.State, command.Reason));
        Assert.Equal(4_000, script.Status.Desired.Number);
        Assert.True(script.Store.All.Single().IsOpen);

        script.Adapter.Answer = null;
        await script.ElapseAsync(TimeSpan.FromSeconds(31));

        Assert.Equal(0, script.Written.Last());
        Assert.Equal(CommandState.Reverted, (await script.Setpoints.FindAsync(command.Id))!.State);
        Assert.Empty(script.Store.Open);
    });

    /// <summary>Fault 8: a device that shows the value later; the report within the lease ends the unconfirmed command.</summary>
    [Fact]
    public Task Report_LateWithinTheLease_UnconfirmedBecomesVerified() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no read-back") with { Progress = WriteProgress.Acknowledged });
        Command command = await script.SetAsync(4_000);
        Assert.Equal(CommandState.Unconfirmed, command.State);

        script.Report(0);
        script.Report(4_000, QualityReason.Retained);
        Assert.Equal("Unconfirmed", script.Store.State(command.Id));
        script.Report(4_000);

        Assert.Equal("Verified", script.Store.State(command.Id));
        Assert.Equal(4_000, (await script.Setpoints.FindAsync(command.Id))!.ReadBack.Number);
        Assert.Single(script.Adapter.Writes);
    });

    [Fact]
    public Task Set_AdapterThrows_UnconfirmedAndDrivenAgainUntilItIsKnown() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromException<WriteResult>(new TimeoutException("30 s"));

        Command command = await script.SetAsync(4_000);
        Assert.Equal((CommandState.Unconfirmed, "30 s"), (command.State, command.Reason));
        script.Adapter.Answer = null;
        await script.ElapseAsync(TimeSpan.FromSeconds(6));

        Assert.Equal([4_000, 4_000], script.Written);
        Assert.Equal("Verified", script.Store.State(command.Id));
    });

    [Fact]
    public Task Set_SameIdTwice_OneWriteAndOneCommand() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Guid id = Guid.CreateVersion7();

        Command[] commands = await Task.WhenAll(script.SetAsync(1_000, id: id), script.SetAsync(1_000, id: id));
        Command later = await script.SetAsync(1_000, id: id);

        Assert.Single(script.Adapter.Writes);
        Assert.All([.. commands, later], command => Assert.Equal((id, CommandState.Verified), (command.Id, command.State)));
    });

    /// <summary>Fault 18: the same id with another value or validity is no second answer but a conflict.</summary>
    [Fact]
    public Task Set_SameIdForAnotherRequest_ConflictAndNothingSent() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Guid id = Guid.CreateVersion7();
        await script.SetAsync(1_000, TimeSpan.FromMinutes(1), id);

        Command otherValue = await script.SetAsync(2_000, TimeSpan.FromMinutes(1), id);
        Command otherValidity = await script.SetAsync(1_000, TimeSpan.FromMinutes(2), id);
        Command beyondLimit = await script.SetAsync(-60_000, TimeSpan.FromMinutes(1), id);

        Assert.All([otherValue, otherValidity, beyondLimit], command => Assert.Equal(CommandRefusal.Conflict, command.Refusal));
        Assert.Single(script.Adapter.Writes);
        Assert.Equal("Verified", script.Store.State(id));
    });

    [Fact]
    public Task Set_IdOfAnotherDevicesCommand_Conflict() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command first = await script.SetAsync(1_000);
        StoredCommand other = script.Store.All.Single() with { Id = Guid.CreateVersion7(), Device = "other/bess-9", IsOpen = false };
        await script.Store.AddAsync(other);

        Command command = await script.SetAsync(1_000, id: other.Id);

        Assert.Equal(CommandRefusal.Conflict, command.Refusal);
        Assert.Contains("other/bess-9", command.Reason, StringComparison.Ordinal);
        Assert.Equal(CommandState.Verified, (await script.Setpoints.FindAsync(first.Id))!.State);
        Assert.Null(await script.Setpoints.FindAsync(other.Id));
    });

    [Fact]
    public Task Set_ThreeWhileOneIsBeingWritten_MiddleOneIsSupersededNewestWins() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        var gate = new TaskCompletionSource();
        script.Adapter.Answer = async write =>
        {
            await gate.Task;
            return script.Adapter.Follows(write.Value);
        };

        Task<Command> first = script.SetAsync(1_000);
        Task<Command> second = script.SetAsync(2_000);
        Task<Command> third = script.SetAsync(3_000);
        gate.SetResult();

        Assert.Equal(CommandState.Verified, (await first).State);
        Assert.Equal(CommandState.Superseded, (await second).State);
        Assert.Equal(CommandState.Verified, (await third).State);
        Assert.Equal([1_000, 3_000], script.Written);
        Assert.Equal(3_000, script.Status.Desired.Number);
        Assert.Equal(["Superseded", "Superseded", "Verified"], script.Store.All.Select(command => command.State));
    });

    [Fact]
    public Task Set_ValidityEndsWhileWaiting_ExpiredAndNotSent() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        var gate = new TaskCompletionSource();
        script.Adapter.Answer = async write =>
        {
            await gate.Task;
            return script.Adapter.Follows(write.Value);
        };

        Task<Command> first = script.SetAsync(1_000);
        Task<Command> second = script.SetAsync(2_000, TimeSpan.FromSeconds(5));
        script.Clock.Advance(TimeSpan.FromSeconds(6));
        gate.SetResult();

        Assert.Equal(CommandState.Verified, (await first).State);
        Assert.Equal(CommandState.Expired, (await second).State);
        Assert.Single(script.Adapter.Writes);
    });

    /// <summary>Fault 18: a validity that ends before the read-back is never verified.</summary>
    [Fact]
    public Task Set_ValidityEndsBeforeTheReadBack_RevertedNotVerified() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = write =>
        {
            script.Clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(script.Adapter.Follows(write.Value));
        };

        Command command = await script.SetAsync(2_000, TimeSpan.FromSeconds(1));

        Assert.Equal(CommandState.Reverted, command.State);
        Assert.DoesNotContain(CommandState.Verified, command.Stages.Select(stage => stage.State));
        Assert.Equal([2_000, 0], script.Written);
    });

    /// <summary>Fault 14: no wait is longer than the call that carries it.</summary>
    [Fact]
    public Task Set_WriteTakesLongerThanACallMay_AnsweredUnconfirmedAndKnownLater() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        var gate = new TaskCompletionSource();
        script.Adapter.Answer = async write =>
        {
            await gate.Task;
            return script.Adapter.Follows(write.Value);
        };

        Task<Command> answer = script.SetAsync(2_000);
        script.Clock.Advance(SetpointLimits.MaxWait);
        Command undecided = await answer;
        gate.SetResult();
        await SetpointScript.SettleAsync();

        Assert.Equal(CommandState.Unconfirmed, undecided.State);
        Assert.Equal(CommandState.Verified, (await script.Setpoints.FindAsync(undecided.Id))!.State);
    });

    [Fact]
    public Task Report_DeviceChangedByItself_StatusShowsTheDifference() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(5_000);
        int published = script.Published.Count;

        script.Report(0);
        script.Report(0);

        Assert.Equal((5_000d, 0d), (script.Status.Desired.Number, script.Status.Reported.Number));
        Assert.Equal(published + 1, script.Published.Count);
    });

    [Fact]
    public Task Select_ByOne_LocksOthersOutUntilCommandedOrRunOut() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Assert.True(script.Setpoints.Select("powerSetpoint", "Ada").Granted);
        Assert.Equal("Ada", script.Status.SelectedBy);

        SelectionResult refused = script.Setpoints.Select("powerSetpoint", "Bob");
        Command other = await script.Setpoints.SetAsync(script.Request(PointValue.FromNumber(1_000), actor: "Bob"));
        Assert.Equal((false, "Ada", CommandRefusal.Selected), (refused.Granted, refused.Holder, other.Refusal));

        Command own = await script.Setpoints.SetAsync(script.Request(PointValue.FromNumber(2_000), actor: "Ada"));
        Assert.Equal(CommandState.Verified, own.State);
        Assert.Contains(CommandState.Confirmed, own.Stages.Select(stage => stage.State));
        Assert.Null(script.Status.SelectedBy);
    });

    /// <summary>Fault 20: selection locks ran on the wall clock.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task Select_WallClockStepsByAnHour_RunsOutAfterThirtySeconds(int hours) => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Setpoints.Select("powerSetpoint", "Ada");

        script.Clock.StepWallClock(TimeSpan.FromHours(hours));
        await script.ElapseAsync(TimeSpan.FromSeconds(29));
        Assert.Equal("Ada", script.Status.SelectedBy);
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Null(script.Status.SelectedBy);
        Assert.Null(script.Published[^1].SelectedBy);
    });

    private static double Value(StoredCommand command) => Twins.Grains.Devices.StoredCommands.FromStored(command).Value.Number;
}
