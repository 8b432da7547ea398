using Twins.Adapters;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;

namespace Twins.Cluster.Tests.Adapters;

/// <summary>One ordered lane a device: nothing overtakes, the newest write wins, and no schedule depends on the wall clock.</summary>
public sealed class DeviceLaneTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(10);

    [Fact]
    public Task Write_WhileTheRefreshOfAnOlderOneIsDue_TheOlderValueIsNeverSentAgain() => RunAsync(async script =>
    {
        script.FollowsAfter = TimeSpan.FromSeconds(0.5);
        Task<WriteResult> first = script.WriteAsync(-20_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(19.9));
        Assert.True((await first).Followed);

        Task<WriteResult> second = script.WriteAsync(10_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(5));

        WriteResult result = await second;
        Assert.Equal((WriteProgress.ReadBack, true, 10_000d), (result.Progress, result.Followed, result.ReadBack.Number));
        Assert.Equal([-20_000, 10_000], script.Sent);
    });

    [Fact]
    public Task Write_WaitsWhileTheDeviceIsAsked_GoesBeforeTheRefreshThatFellDue() => RunAsync(async script =>
    {
        await SendAsync(script, -20_000);
        var answer = new TaskCompletionSource();
        script.Poll = () => answer.Task;
        script.NextPoll = MonotonicTime.Now(script.Clock);
        await script.ElapseAsync(TimeSpan.FromSeconds(25));

        Task<WriteResult> second = script.WriteAsync(10_000, Hold);
        answer.SetResult();
        await script.ElapseAsync(TimeSpan.FromSeconds(0.1));

        Assert.True((await second).Followed);
        Assert.Equal([-20_000, 10_000], script.Sent);
    });

    [Fact]
    public Task Write_ANewerOneOfTheSameSetpoint_TakesThePlaceOfTheOneThatWaits() => RunAsync(async script =>
    {
        var answer = new TaskCompletionSource();
        script.Poll = () => answer.Task;
        script.NextPoll = MonotonicTime.Now(script.Clock);
        await script.ElapseAsync(TimeSpan.FromSeconds(0.1));

        Task<WriteResult> older = script.WriteAsync(1_000, Hold);
        Task<WriteResult> other = script.WriteAsync(5, Hold, point: "voltage");
        Task<WriteResult> newer = script.WriteAsync(2_000, Hold);
        WriteResult superseded = await older;
        answer.SetResult();
        await script.ElapseAsync(TimeSpan.FromSeconds(2));

        Assert.Equal((WriteProgress.NotSent, true), (superseded.Progress, superseded.Superseded));
        Assert.Equal(["powerSetpoint", "voltage"], script.SentPoints);
        Assert.Equal([2_000, 5], script.Sent);
        Assert.True((await newer).Progress == WriteProgress.ReadBack);
        Assert.False((await other).Superseded);
    });

    [Fact]
    public Task Write_WhileAnOlderOneIsReadBack_SupersedesIt() => RunAsync(async script =>
    {
        script.Settle = TimeSpan.FromSeconds(6);
        script.FollowsAfter = TimeSpan.FromSeconds(5);
        Task<WriteResult> older = script.WriteAsync(1_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Task<WriteResult> newer = script.WriteAsync(2_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(6));

        Assert.True((await older).Superseded);
        Assert.True((await newer).Followed);
    });

    [Fact]
    public Task Write_ItsHoldEndsBeforeItsTurn_IsNotSent() => RunAsync(async script =>
    {
        var answer = new TaskCompletionSource();
        script.Poll = () => answer.Task;
        script.NextPoll = MonotonicTime.Now(script.Clock);
        await script.ElapseAsync(TimeSpan.FromSeconds(0.1));
        Task<WriteResult> write = script.WriteAsync(1_000, TimeSpan.FromSeconds(2));
        await script.ElapseAsync(TimeSpan.FromSeconds(3));

        answer.SetResult();
        await script.ElapseAsync(TimeSpan.FromSeconds(0.1));

        WriteResult result = await write;
        Assert.Equal(WriteProgress.NotSent, result.Progress);
        Assert.Contains("validity ended", result.Reason, StringComparison.Ordinal);
        Assert.Empty(script.Sent);
    });

    [Theory]
    [InlineData(3)]
    [InlineData(5.5)]
    public Task Settle_TheDeviceShowsTheValueWithinIt_IsFollowedAndPollsGoOn(double seconds) => RunAsync(async script =>
    {
        script.Settle = TimeSpan.FromSeconds(6);
        script.FollowsAfter = TimeSpan.FromSeconds(seconds);
        script.NextPoll = MonotonicTime.Now(script.Clock);

        Task<WriteResult> write = script.WriteAsync(1_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(6.5));

        Assert.True((await write).Followed);
        Assert.InRange(script.Polls, 6, 8);
    });

    [Fact]
    public Task Settle_TheDeviceKeepsItsValue_IsReadBackAndNotFollowed() => RunAsync(async script =>
    {
        script.FollowsAfter = TimeSpan.FromHours(1);

        Task<WriteResult> write = script.WriteAsync(1_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(2));

        WriteResult result = await write;
        Assert.Equal((WriteProgress.ReadBack, false), (result.Progress, result.Followed));
    });

    [Fact]
    public Task Send_MayHaveArrived_IsReadBackUntilTheDeviceAnswersAndHeld() => RunAsync(async script =>
    {
        script.Send = _ => Task.FromResult(SendResult.Sent("the connection was lost"));
        bool lost = true;
        script.ReadBack = write => lost
            ? ReadBackResult.Nothing("no connection")
            : new ReadBackResult(WriteProgress.ReadBack, write.Value, Timestamp.Now(script.Clock), true, null, null);

        Task<WriteResult> write = script.WriteAsync(1_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(3));
        lost = false;
        await script.ElapseAsync(TimeSpan.FromSeconds(1.5));

        WriteResult result = await write;
        Assert.Equal((WriteProgress.ReadBack, true), (result.Progress, result.Followed));
        Assert.Null(result.AcknowledgedAt);
        await script.ElapseAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([1_000, 1_000], script.Sent);
    });

    [Fact]
    public Task Send_CertainlyNotSent_IsNotHeld() => RunAsync(async script =>
    {
        script.Send = _ => Task.FromResult(SendResult.NotSent(CommandRefusal.Disconnected, "no connection"));

        Task<WriteResult> write = script.WriteAsync(1_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((WriteProgress.NotSent, CommandRefusal.Disconnected), ((await write).Progress, (await write).Refusal));
        Assert.Single(script.Sent);
    });

    [Fact]
    public Task Write_NothingIsKnownForLong_IsAnsweredBeforeTheCallEnds() => RunAsync(async script =>
    {
        var never = new TaskCompletionSource<SendResult>();
        script.Send = _ => never.Task;

        Task<WriteResult> write = script.WriteAsync(1_000, Hold);
        await script.ElapseAsync(DeviceLane.MaxWrite);

        Assert.Equal(WriteProgress.Sent, (await write).Progress);
        never.SetResult(SendResult.Acknowledged);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task WallClockSteps_PollsAndRefreshesKeepTheirTimes(int hours) => RunAsync(async script =>
    {
        script.NextPoll = MonotonicTime.Now(script.Clock);
        await SendAsync(script, 1_000);
        int polls = script.Polls;

        script.Clock.StepWallClock(TimeSpan.FromHours(hours));
        await script.ElapseAsync(TimeSpan.FromSeconds(60));

        Assert.InRange(script.Polls - polls, 59, 61);
        Assert.Equal([1_000, 1_000, 1_000, 1_000], script.Sent);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task WallClockSteps_TheHoldEndsAfterItsTime(int hours) => RunAsync(async script =>
    {
        Task<WriteResult> write = script.WriteAsync(1_000, TimeSpan.FromSeconds(50));
        await script.ElapseAsync(TimeSpan.FromSeconds(0.1));
        await write;

        script.Clock.StepWallClock(TimeSpan.FromHours(hours));
        await script.ElapseAsync(TimeSpan.FromSeconds(200));

        Assert.Equal([1_000, 1_000, 1_000], script.Sent);
    });

    [Fact]
    public Task Poll_FaultOfOurs_IsShownAndTheLaneGoesOnAfterAPause() => RunAsync(async script =>
    {
        script.NextPoll = MonotonicTime.Now(script.Clock);
        await script.ElapseAsync(TimeSpan.FromSeconds(0.1));
        script.Poll = () => throw new InvalidOperationException("a defect");
        await script.ElapseAsync(TimeSpan.FromSeconds(1.2));
        int polls = script.Polls;

        Assert.Contains("a defect", script.Status.LastError, StringComparison.Ordinal);
        Assert.Equal(Connectivity.Offline, script.Twin.Reports[^1].State);
        script.Poll = () => Task.CompletedTask;
        await script.ElapseAsync(TimeSpan.FromSeconds(3));

        Assert.True(script.Polls > polls);
        Assert.Equal(Connectivity.Online, script.Twin.Reports[^1].State);
    });

    [Fact]
    public Task Write_ManyInARow_PollsHaveTheirTurn() => RunAsync(async script =>
    {
        script.NextPoll = MonotonicTime.Now(script.Clock);
        string[] points = ["powerSetpoint", "voltage", "current", "power", "stateOfCharge", "temperature"];
        int answered = 0;
        script.Send = sent =>
        {
            if (++answered < 40)
            {
                _ = script.WriteAsync(answered, Hold, points[answered % 3]);
            }

            script.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(SendResult.Acknowledged);
        };

        _ = script.WriteAsync(0, Hold);
        await LaneScript.SettleAsync();
        await script.ElapseAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(40, answered);
        Assert.InRange(script.Polls, 3, 8);
    });

    [Fact]
    public Task Close_WhatWaitsWasNotSent_WhatWasSentIsNotDenied() => RunAsync(async script =>
    {
        script.FollowsAfter = TimeSpan.FromHours(1);
        script.Settle = TimeSpan.FromSeconds(6);
        Task<WriteResult> sent = script.WriteAsync(1_000, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(1));
        script.Lane.Close();

        Assert.Equal(WriteProgress.ReadBack, (await sent).Progress);
        Assert.Equal(WriteProgress.NotSent, (await script.WriteAsync(2_000, Hold)).Progress);
    });

    private static async Task SendAsync(LaneScript script, double watts)
    {
        Task<WriteResult> write = script.WriteAsync(watts, Hold);
        await script.ElapseAsync(TimeSpan.FromSeconds(0.1));
        Assert.True((await write).Followed);
    }

    private static Task RunAsync(Func<LaneScript, Task> test) => Turns.RunAsync(async () =>
    {
        await using var script = new LaneScript();

        // A test that awaits what never comes fails; it does not hang.
        await test(script).WaitAsync(TimeSpan.FromMinutes(1));
    });
}
