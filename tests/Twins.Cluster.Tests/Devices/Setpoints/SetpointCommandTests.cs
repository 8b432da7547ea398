using Twins.Devices;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Points;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>From a request to its end.</summary>
public sealed class SetpointCommandTests
{
    [Fact]
    public Task Set_DeviceFollows_VerifiedWithEveryStage() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();

        Command outcome = await script.SetAsync(-20_000);

        Assert.Equal(
            [CommandState.Requested, CommandState.Authorised, CommandState.Sent, CommandState.Acknowledged, CommandState.Verified],
            outcome.Stages.Select(stage => stage.State));
        Assert.Equal(-20_000, outcome.ReadBack.Number);
        Assert.Equal(Timestamp.Now(script.Clock) + TimeSpan.FromMinutes(5), outcome.ValidUntil);
        Assert.Equal((-20_000d, -20_000d, "test"), (script.Status.Desired.Number, script.Status.Reported.Number, script.Status.DesiredBy));
    });

    [Fact]
    public Task Set_Always_StoredBeforeItIsSent() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        long? storedWhenSent = null;
        script.Adapter.Answer = write =>
        {
            storedWhenSent = script.State.Stored.Setpoints.Single().Bits;
            return Task.FromResult(script.Adapter.Follows(write.Value));
        };

        Command outcome = await script.SetAsync(7_000);

        Assert.Equal(outcome.Requested.Bits, storedWhenSent);
    });

    [Fact]
    public Task Set_StorageFails_FailedAndNothingSent() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(5_000);
        script.State.Failure = new IOException("disk full");

        Command outcome = await script.SetAsync(9_000);

        Assert.Equal(CommandState.Failed, outcome.State);
        Assert.Contains("disk full", outcome.Stages[^1].Reason, StringComparison.Ordinal);
        Assert.Single(script.Adapter.Writes);
        Assert.Equal(5_000, script.Status.Desired.Number);
    });

    [Fact]
    public Task Set_BeyondRating_RejectedWithLimitValueAndSource() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();

        Command outcome = await script.SetAsync(-50_001);

        Assert.Equal((CommandState.Rejected, CommandRefusal.Limit), (outcome.State, outcome.Refusal));
        Assert.Contains("-50001", outcome.Stages[^1].Reason, StringComparison.Ordinal);
        Assert.Contains("-50000", outcome.Stages[^1].Reason, StringComparison.Ordinal);
        Assert.Contains("rating maxChargePower of test/bess-1", outcome.Stages[^1].Reason, StringComparison.Ordinal);
        Assert.Empty(script.Adapter.Writes);
        Assert.Empty(script.State.Stored.Setpoints);
    });

    [Fact]
    public Task Set_DeviceOffline_RejectedAsDisconnected() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript { Connectivity = new ConnectivityReport(Connectivity.Offline, "cable pulled", default) };

        Command outcome = await script.SetAsync(1_000);

        Assert.Equal((CommandState.Rejected, CommandRefusal.Disconnected), (outcome.State, outcome.Refusal));
        Assert.Contains("cable pulled", outcome.Stages[^1].Reason, StringComparison.Ordinal);
    });

    [Fact]
    public Task Set_AcknowledgementLostButReadBackShowsIt_Verified() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = write => Task.FromResult(script.Adapter.Follows(write.Value) with { AcknowledgedAt = null });

        Command outcome = await script.SetAsync(1_000);

        Assert.Equal(CommandState.Verified, outcome.State);
        Assert.DoesNotContain(CommandState.Acknowledged, outcome.Stages.Select(stage => stage.State));
        Assert.Contains("acknowledgement was lost", outcome.Stages[^1].Reason, StringComparison.Ordinal);
    });

    [Fact]
    public Task Set_ReadBackDiffers_FailedWithBothValuesAndStillReverted() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Clamps(PointValue.FromNumber(3_000)));

        Command outcome = await script.SetAsync(4_000, TimeSpan.FromSeconds(30));
        script.Adapter.Answer = null;
        await script.ElapseAsync(TimeSpan.FromSeconds(31));

        Assert.Equal(CommandState.Failed, outcome.State);
        Assert.Contains("follows 3000, not 4000", outcome.Stages[^1].Reason, StringComparison.Ordinal);
        Assert.Equal(0, script.Adapter.Writes[^1].Value.Number);
    });

    [Fact]
    public Task Set_DeviceRefuses_FailedAndWhatStoodBeforeStands() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(2_000);
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Refuses("exception 3"));

        Command outcome = await script.SetAsync(4_000);

        Assert.Equal(CommandState.Failed, outcome.State);
        Assert.Equal("exception 3", outcome.Stages[^1].Reason);
        Assert.Equal(2_000, script.Status.Desired.Number);
    });

    [Fact]
    public Task Set_NoAnswerAtAll_TimedOutAndStandsUntilItsEnd() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer within 1 s"));

        Command outcome = await script.SetAsync(4_000);

        Assert.Equal(CommandState.TimedOut, outcome.State);
        Assert.Equal(4_000, script.Status.Desired.Number);
    });

    [Fact]
    public Task Set_AdapterThrows_TimedOutNeverAnException() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        script.Adapter.Answer = _ => Task.FromException<Twins.Connections.WriteResult>(new TimeoutException("30 s"));

        Command outcome = await script.SetAsync(4_000);

        Assert.Equal((CommandState.TimedOut, "30 s"), (outcome.State, outcome.Stages[^1].Reason));
    });

    [Fact]
    public Task Set_SameIdTwice_OneWriteAndOneOutcome() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Guid id = Guid.CreateVersion7();

        Command[] outcomes = await Task.WhenAll(script.SetAsync(1_000, id: id), script.SetAsync(1_000, id: id));
        Command later = await script.SetAsync(2_000, id: id);

        Assert.Single(script.Adapter.Writes);
        Assert.All([.. outcomes, later], outcome => Assert.Same(outcomes[0], outcome));
    });

    [Fact]
    public Task Set_ThreeWhileOneIsUnderWay_MiddleOneIsSuperseded() => Turns.RunAsync(async () =>
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
        Assert.Equal([1_000, 3_000], script.Adapter.Writes.Select(write => write.Value.Number));
        Assert.Equal(3_000, script.Status.Desired.Number);
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

    [Fact]
    public Task NoteReported_DeviceChangedByItself_StatusShowsTheDifference() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(5_000);
        int ordinal = script.Status.Point;

        var reading = new Twins.Readings.Reading(
            ordinal, PointValue.FromNumber(0), Twins.Readings.Quality.Good, default, Timestamp.Now(script.Clock), default);
        SetpointStatus changed = Assert.Single(script.Setpoints.NoteReported([reading]));

        Assert.Equal((5_000d, 0d), (changed.Desired.Number, changed.Reported.Number));
        Assert.Empty(script.Setpoints.NoteReported([reading]));
    });
}
