using Twins.Cluster.Tests.Support;
using Twins.Commands;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>What holds for a time goes back to the safe value.</summary>
public sealed class SetpointLeaseTests
{
    [Fact]
    public Task Lease_Ends_RevertedToSafeValueAndSaysSo() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        Command outcome = await script.SetAsync(-20_000, TimeSpan.FromMinutes(2));

        await script.ElapseAsync(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(1));
        Assert.Single(script.Adapter.Writes);
        await script.ElapseAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal(0, script.Adapter.Writes[^1].Value.Number);
        Assert.Null(script.Adapter.Writes[^1].HoldUntil);
        Assert.Equal((CommandState.Reverted, outcome.Id), (script.Status.Last!.State, script.Status.Last.Id));
        Assert.Equal(
            [CommandState.Verified, CommandState.Reverted], script.Setpoints.Find(outcome.Id)!.Stages.TakeLast(2).Select(stage => stage.State));
        Assert.False(script.Status.Desired.HasValue);
        Assert.Empty(script.State.Stored.Setpoints);
    });

    [Fact]
    public Task Lease_EndsWhileDeviceIsAway_TriedAgainWithPausesAndAtOnceWhenBack() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(8_000, TimeSpan.FromSeconds(10));
        script.Adapter.Answer = _ => Task.FromResult(script.Adapter.Sent("no answer"));

        await script.ElapseAsync(TimeSpan.FromSeconds(10 + 5 + 10));
        Assert.Equal(4, script.Adapter.Writes.Count);
        Assert.True(script.State.Stored.Setpoints.Single().Reverting);

        script.Adapter.Answer = null;
        script.Setpoints.NoteOnline(lostAt: default);
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(5, script.Adapter.Writes.Count);
        Assert.Equal(CommandState.Reverted, script.Status.Last!.State);
        Assert.Empty(script.State.Stored.Setpoints);
    });

    [Fact]
    public Task Lease_NewCommandBeforeItsEnd_OldEndDoesNotCount() => Turns.RunAsync(async () =>
    {
        var script = new SetpointScript();
        await script.SetAsync(1_000, TimeSpan.FromSeconds(10));
        await script.ElapseAsync(TimeSpan.FromSeconds(5));
        await script.SetAsync(2_000, TimeSpan.FromSeconds(60));

        await script.ElapseAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([1_000, 2_000], script.Adapter.Writes.Select(write => write.Value.Number));
        Assert.Equal(2_000, script.Status.Desired.Number);
    });
}
