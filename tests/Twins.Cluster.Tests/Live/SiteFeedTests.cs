using System.Collections.Concurrent;
using Twins.Cluster.Tests.Support;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Cluster.Tests.Live;

public sealed class SiteFeedTests
{
    [Fact]
    public async Task Overview_OfTheFeedsOwnState_CountsWhatTheTwinsSaid()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        ISiteFeed feed = site.Host.Grains.GetGrain<ISiteFeed>("test");

        await site.ElapseUntilAsync(async () => (await feed.GetOverviewAsync()).Devices.Single().FreshPoints > 0, "fresh points");
        SiteOverview overview = await feed.GetOverviewAsync();

        DeviceHealth battery = Assert.Single(overview.Devices);
        Assert.Equal(("bess-1", Connectivity.Online, battery.ExpectedPoints), (battery.Device, battery.Connectivity.State, battery.FreshPoints));
        Assert.NotNull(overview.Balance.StorageW);
    }

    [Fact]
    public async Task Overview_DeviceFallsSilent_LosesItsFreshPointsWithoutBeingAskedByTheFeed()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        await site.UntilOnlineAsync();
        ISiteFeed feed = site.Host.Grains.GetGrain<ISiteFeed>("test");
        await site.ElapseUntilAsync(async () => (await feed.GetOverviewAsync()).Devices.Single().FreshPoints > 0, "fresh points");

        site.Battery.Silent = true;

        await site.ElapseUntilAsync(
            async () => (await feed.GetOverviewAsync()) is { Balance.StorageW: null } overview && overview.Devices.Single().FreshPoints == 0, "nothing is fresh");
    }

    [Fact]
    public async Task Stream_OfASite_CarriesItsChangesInBatchesWithoutAGap()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        var received = new ConcurrentQueue<SiteChanges>();
        IAsyncStream<SiteChanges> stream = site.Host.Stream(LiveStreams.Changes, "test");
        StreamSubscriptionHandle<SiteChanges> handle = await stream.SubscribeAsync((changes, _) =>
        {
            received.Enqueue(changes);
            return Task.CompletedTask;
        });

        await site.ElapseUntilAsync(() => Task.FromResult(received.SelectMany(batch => batch.Changes).Count() >= 5), "changes on the stream");
        await handle.UnsubscribeAsync();

        Assert.All(received, batch => Assert.Equal("test", batch.Site));
        long[] sequences = [.. received.SelectMany(batch => batch.Changes).Select(change => change.Sequence)];
        Assert.Equal(Enumerable.Range(0, sequences.Length).Select(offset => sequences[0] + offset), sequences);
    }

    [Fact]
    public async Task NextStart_ManyConnectionsAndAnotherLife_NeverIssuesOneTwice()
    {
        await using OneBatterySite site = await OneBatterySite.StartAsync();
        long[] first = await Task.WhenAll(Enumerable.Range(0, 1_500).Select(_ => site.Host.Site.NextStartAsync("storage")));
        await site.RestartAsync();

        long later = await site.Host.Site.NextStartAsync("storage");

        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.True(later > first.Max());
    }
}
