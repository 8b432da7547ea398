using Twins.Devices;
using Twins.Client.Live;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Cluster.Tests.Live;

public sealed class LiveFeedTests
{
    private static readonly DeviceKey Battery = new("test", "bess-1");

    [Fact]
    public async Task Watch_RunningSite_FollowsTheTwin()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await using LiveWatch watch = await site.Host.Feed.WatchAsync("test");
        LiveDevice device = site.Host.Feed.FindDevice(Battery)!;

        await site.ElapseUntilAsync(() => Task.FromResult(Read(device, "voltage").Value.Number == 380), "the first values");
        site.Battery.Registers[100] = 3_950;
        long version = device.Version;
        await site.ElapseUntilAsync(() => Task.FromResult(Read(device, "voltage").Value.Number == 395), "the new value");

        Assert.True(device.IsLive);
        Assert.True(device.Version > version);
        Assert.True(watch.Site.Version > 0);
        Assert.Equal(Connectivity.Online, device.Connectivity.State);
        Assert.Equal([380d, 395], device.CopyTrend(Ordinal(device, "voltage")).Values.Distinct());
    }

    [Fact]
    public async Task Watch_UnknownSite_NamesIt()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => site.Host.Feed.WatchAsync("nowhere"));

        Assert.Contains("'nowhere'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DeviceFallsSilent_StaleWithoutAnyChangeArriving()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await using LiveWatch watch = await site.Host.Feed.WatchAsync("test");
        LiveDevice device = watch.Site.FindDevice("bess-1")!;
        await site.ElapseUntilAsync(() => Task.FromResult(Read(device, "voltage").Quality == Quality.Good), "the first values");

        site.Battery.Silent = true;
        await site.ElapseUntilAsync(() => Task.FromResult(Read(device, "voltage").Quality == Quality.Stale), "stale");

        Assert.Equal(380, Read(device, "voltage").Value.Number);
        Assert.Equal(Quality.Stale, device.ReadAll()[Ordinal(device, "voltage")].Quality);
    }

    [Fact]
    public async Task Setpoint_Command_StagesReachTheView()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await using LiveWatch watch = await site.Host.Feed.WatchAsync("test");
        LiveDevice device = watch.Site.FindDevice("bess-1")!;
        await site.UntilOnlineAsync();

        Command outcome = await site.SetAsync(-20_000);
        await site.ElapseUntilAsync(
            () => Task.FromResult(device.FindSetpoint(Ordinal(device, "powerSetpoint"))?.Last?.State == CommandState.Verified), "verified is seen");

        SetpointStatus status = device.FindSetpoint(Ordinal(device, "powerSetpoint"))!;
        Assert.Equal((outcome.Id, -20_000d, -20_000d), (status.Last!.Id, status.Desired.Number, status.Reported.Number));
    }

    [Fact]
    public async Task Subscribe_FilterByPoint_OnlyThatPointArrives()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await using LiveSubscription subscription = await site.Host.Feed.SubscribeAsync(new LiveFilter("test", "bess-1", "voltage"));
        LiveDevice device = site.Host.Feed.FindDevice(Battery)!;
        int voltage = Ordinal(device, "voltage");

        await site.ElapseUntilAsync(() => Task.FromResult(Read(device, "voltage").Value.HasValue), "the first values");
        List<DeviceChange> changes = [];
        while (subscription.Changes.TryRead(out LiveChange change))
        {
            changes.Add(change.Change);
        }

        Assert.NotEmpty(changes.SelectMany(change => change.Readings));
        Assert.All(changes.SelectMany(change => change.Readings), reading => Assert.Equal(voltage, reading.Point));
    }

    [Fact]
    public async Task Subscribe_ReaderIsTooSlow_OldestAreDroppedAndCounted()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await using LiveSubscription subscription = await site.Host.Feed.SubscribeAsync(new LiveFilter("test"), capacity: 2);

        await site.ElapseUntilAsync(() => Task.FromResult(subscription.Dropped >= 3), "changes are dropped");

        Assert.Equal(2, subscription.Changes.Count);
    }

    [Fact]
    public async Task Twin_StartsAnew_ViewReadsItsStateAgain()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await using LiveWatch watch = await site.Host.Feed.WatchAsync("test");
        LiveDevice device = watch.Site.FindDevice("bess-1")!;
        await site.ElapseUntilAsync(() => Task.FromResult(Read(device, "voltage").Value.HasValue), "the first values");

        // Idle, because its site has let it go: the next batch activates it in a new epoch.
        await site.Twin.StopAsync();
        site.Battery.Silent = true;
        site.Clock.Advance(TimeSpan.FromMinutes(30));
        site.Battery.Silent = false;
        site.Battery.Registers[100] = 3_700;

        await site.ElapseUntilAsync(
            () => Task.FromResult(Read(device, "voltage") is { Value.Number: 370, Quality: Quality.Good }), "the view follows the new epoch");
    }

    [Fact]
    public async Task Watch_ProcessWithoutGrains_NotLiveRatherThanFrozen()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        LiveDevice device = site.Host.Feed.FindDevice(Battery)!;
        await using (await site.Host.Feed.WatchAsync("test"))
        {
            await site.ElapseUntilAsync(() => Task.FromResult(Read(device, "voltage").Quality == Quality.Good), "the first values");
        }

        await site.Host.Feed.DisposeAsync();

        Assert.False(device.IsLive);
        Assert.Equal((Quality.Stale, QualityReason.Disconnected), (Read(device, "voltage").Quality, Read(device, "voltage").Reason));
    }

    [Fact]
    public async Task Watch_ManyWatchers_EndWithTheLastOneAfterALinger()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        LiveWatch first = await site.Host.Feed.WatchAsync("test");
        LiveWatch second = await site.Host.Feed.WatchAsync("test");
        LiveSite live = first.Site;

        await first.DisposeAsync();
        await first.DisposeAsync();
        site.Clock.Advance(TimeSpan.FromMinutes(3));
        await site.ElapseUntilAsync(() => Task.FromResult(live.IsLive), "one watcher keeps it live");
        await second.DisposeAsync();
        await site.ElapseUntilAsync(() => Task.FromResult(!live.IsLive), "nobody watches");
    }

    private static Reading Read(LiveDevice device, string point) => device.Read(Ordinal(device, point));

    private static int Ordinal(LiveDevice device, string point) =>
        device.Definition.Points.TryGetOrdinal(point, out int ordinal) ? ordinal : throw new ArgumentException($"There is no '{point}'.", nameof(point));
}
