using Twins.Cluster.Tests.Support;
using Twins.Commands;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>What was stored is reverted or driven again.</summary>
public sealed class SetpointRestartTests
{
    [Fact]
    public Task Restart_LeaseHasEnded_RevertedBeforeAnythingElse() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(-20_000, TimeSpan.FromSeconds(10));
        script.Clock.Advance(TimeSpan.FromMinutes(1));

        script.Restart();
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(0, script.Adapter.Writes[^1].Value.Number);
        Assert.Equal(CommandState.Reverted, script.Status.Last!.State);
    });

    [Fact]
    public Task Restart_StillValid_DrivenAgainAndComparedWhenOnline() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command before = await script.SetAsync(-20_000, TimeSpan.FromMinutes(10));
        script.Clock.Advance(TimeSpan.FromMinutes(1));

        script.Restart();
        await script.ElapseAsync(TimeSpan.FromSeconds(1));
        Assert.Single(script.Adapter.Writes);
        Assert.False(script.Status.Reported.HasValue);
        script.Setpoints.NoteOnline(lostAt: default);
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(-20_000, script.Adapter.Writes[^1].Value.Number);
        Assert.Equal(before.ValidUntil, script.Adapter.Writes[^1].HoldUntil);
        Assert.Equal((-20_000d, before.ValidUntil), (script.Status.Reported.Number, script.Status.ValidUntil));
        Assert.Equal(before.Id, script.Status.Last!.Id);
    });

    [Fact]
    public Task Reconnect_DeviceWasSeenToFollowSince_OnlyOtherwiseDrivenAgain() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(3_000);
        Timestamp followedAt = Timestamp.Now(script.Clock);

        script.Setpoints.NoteOnline(lostAt: default);
        await script.ElapseAsync(TimeSpan.FromSeconds(1));
        Assert.Single(script.Adapter.Writes);
        script.Setpoints.NoteOnline(lostAt: followedAt + TimeSpan.FromMilliseconds(500));
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal([3_000, 3_000], script.Adapter.Writes.Select(write => write.Value.Number));
    });

    [Fact]
    public Task Restart_DeviceDoesNotAnswerAtFirst_TriedAgainUntilItFollows() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(3_000, TimeSpan.FromMinutes(10));
        script.Restart();
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer"));
        script.Setpoints.NoteOnline(lostAt: default);
        await script.ElapseAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(2, script.Adapter.Writes.Count);

        script.Adapter.Answer = null;
        await script.ElapseAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([3_000, 3_000, 3_000], script.Adapter.Writes.Select(write => write.Value.Number));
        Assert.Equal(3_000, script.Status.Reported.Number);
    });

    [Fact]
    public Task Restart_SameCommandComesAgain_NotSentTwice() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Guid id = Guid.CreateVersion7();
        await script.SetAsync(3_000, id: id);
        script.Restart();
        script.Setpoints.NoteOnline(lostAt: default);
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Command again = await script.SetAsync(3_000, id: id);

        Assert.Equal(2, script.Adapter.Writes.Count);
        Assert.Equal((id, CommandState.Verified), (again.Id, again.State));
    });

    [Fact]
    public Task Restart_RevertWasUnderWay_IsFinished() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(8_000, TimeSpan.FromSeconds(10));
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer"));
        await script.ElapseAsync(TimeSpan.FromSeconds(11));

        script.Adapter.Answer = null;
        script.Restart();
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(0, script.Adapter.Writes[^1].Value.Number);
        Assert.Empty(script.State.Stored.Setpoints);
    });
}
