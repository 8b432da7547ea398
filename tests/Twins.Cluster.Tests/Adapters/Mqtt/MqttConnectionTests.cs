using MQTTnet.Protocol;
using Twins.Adapters.Mqtt;
using Twins.Cluster.Tests.Support;
using Twins.Connections;
using Twins.Devices;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

/// <summary>What stands between a broker and the twins.</summary>
public sealed class MqttConnectionTests
{
    [Fact]
    public Task QoS1_IsAcknowledgedOnceItsTwinHasIt_InTheOrderOfReceipt() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync(inverters: 2);
        TaskCompletionSource release = site.Hold(twin: 0);
        await site.ReportAsync(1, 10);
        await site.ReportAsync(2, 20);
        await Eventually.TrueAsync(() => site.Twins[1].Applied.Count == 1, "the other twin has its own");

        Assert.Empty(site.Broker.Acknowledged);
        Assert.Equal(2, site.Status.Messages!.Unacknowledged);
        release.SetResult();
        await Eventually.TrueAsync(() => site.Broker.Acknowledged.Count == 2, "both are acknowledged");
        Assert.Equal(site.Broker.Acknowledged.Order(), site.Broker.Acknowledged);
    });

    [Fact]
    public Task QoS1_TwinFails_IsAppliedLaterAndAcknowledgedThen() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        bool fails = true;
        site.Twins[0].Before = _ => fails ? Task.FromException(new TimeoutException("no answer")) : Task.CompletedTask;
        await site.ReportAsync(1, 10);
        await site.ReportAsync(1, 11);
        await Eventually.TrueAsync(() => site.Status.LastError is not null, "the failure is noted");
        Assert.Empty(site.Broker.Acknowledged);

        fails = false;
        await site.WhileTimePassesAsync(() => site.Broker.Acknowledged.Count == 2, "both were tried again", 200);

        Assert.Equal([10, 11], site.Powers(twin: 0));
    });

    [Fact]
    public Task QoS1_ClosedBeforeTheTwinHasIt_IsNotAcknowledged() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        TaskCompletionSource release = site.Hold(twin: 0);
        await site.ReportAsync(1, 10);
        await Eventually.TrueAsync(() => site.Twins[0].Begun == 1, "the twin was called");

        await site.Worker.CloseAsync();
        release.SetResult();
        await Eventually.TrueAsync(() => site.Twins[0].Reports.LastOrDefault()?.State == Connectivity.Offline, "it is offline");

        Assert.Empty(site.Broker.Acknowledged);
        Assert.Equal("the connection was stopped", site.Twins[0].Reports[^1].Reason);
    });

    [Fact]
    public Task SlowTwin_OthersGoOnAndItKeepsTheNewest() => Turns.RunAsync(async () =>
    {
        const int Messages = 600;
        await using ConnectedInverters site = await ConnectedInverters.StartAsync(inverters: 2);
        TaskCompletionSource release = site.Hold(twin: 0);
        for (int message = 1; message <= Messages; message++)
        {
            await site.ReportAsync(1, message, qos: 0);
            await site.ReportAsync(2, message, qos: 0);
        }

        await site.WhileTimePassesAsync(() => site.Twins[1].Applied.Count == Messages, "the other twin has all of its own", 10);
        release.SetResult();
        await Eventually.TrueAsync(() => site.Powers(twin: 0).LastOrDefault() == Messages, "the slow one has the newest");

        Assert.InRange(site.Twins[0].Applied.Count, MqttConnection.LinkCapacity, MqttConnection.LinkCapacity + 3);
        Assert.Equal(Messages - site.Twins[0].Applied.Count, site.Status.DroppedBatches);
    });

    [Fact]
    public Task SlowTwin_QoS1_NothingIsDropped() => Turns.RunAsync(async () =>
    {
        const int Messages = 600;
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        TaskCompletionSource release = site.Hold(twin: 0);
        for (int message = 1; message <= Messages; message++)
        {
            await site.ReportAsync(1, message);
        }

        release.SetResult();
        await Eventually.TrueAsync(() => site.Broker.Acknowledged.Count == Messages, "all are acknowledged");

        Assert.Equal(Enumerable.Range(1, Messages).Select(number => (double)number), site.Powers(twin: 0));
        Assert.Equal(0, site.Status.DroppedBatches);
    });

    [Fact]
    public Task ConnectionLostAndBack_DevicesAreOfflineUntilTheySpeak() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        await site.ReportAsync(1, 10);
        await UntilAsync(site, Connectivity.Online);
        await site.Broker.CutAdapterAsync();
        await UntilAsync(site, Connectivity.Offline);
        await site.WhileTimePassesAsync(() => site.Status.State == ConnectionState.Connected, "the connection", 20);
        await site.ReportAsync(1, 11);
        await UntilAsync(site, Connectivity.Online);

        Assert.Equal([Connectivity.Online, Connectivity.Offline, Connectivity.Online], site.Twins[0].Reports.Select(report => report.State));
        Assert.Contains("the connection to the broker is lost", site.Twins[0].Reports[1].Reason, StringComparison.Ordinal);
    });

    [Fact]
    public Task Subscriptions_AreTheDescribedTopicsAtTheirQuality() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();

        Assert.Equal(
            [
                ("pv/inverter-1/answer", MqttQualityOfServiceLevel.AtLeastOnce),
                ("pv/inverter-1/irradiance", MqttQualityOfServiceLevel.AtMostOnce),
                ("pv/inverter-1/status", MqttQualityOfServiceLevel.AtLeastOnce),
                ("pv/inverter-1/telemetry", MqttQualityOfServiceLevel.AtLeastOnce),
            ],
            site.Broker.Subscriptions.Select(subscription => (subscription.Key, subscription.Value)).Order());
    });

    [Fact]
    public Task MessageThatCannotBeDecoded_IsASignOfLife() => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        await site.Devices.PublishAsync("pv/inverter-1/telemetry", [0xFF, 0x00, 0x7B]);
        await UntilAsync(site, Connectivity.Online);

        Assert.Empty(site.Twins[0].Applied);
        Assert.Equal(1, site.Status.Messages!.Bad);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task Silence_WhenTheWallClockIsStepped_IsJudgedByElapsedTime(int hours) => Turns.RunAsync(async () =>
    {
        await using ConnectedInverters site = await ConnectedInverters.StartAsync();
        await site.ReportAsync(1, 10);
        await UntilAsync(site, Connectivity.Online);
        site.Clock.StepWallClock(TimeSpan.FromHours(hours));
        site.Clock.Advance(TimeSpan.FromSeconds(9));
        await site.ReportAsync(1, 11);
        await Eventually.TrueAsync(() => site.Twins[0].Applied.Count == 2, "the second report");
        Assert.Single(site.Twins[0].Reports);

        site.Clock.Advance(TimeSpan.FromSeconds(13));
        await UntilAsync(site, Connectivity.Offline);

        Assert.Contains("nothing was heard for 13 s", site.Twins[0].Reports[^1].Reason, StringComparison.Ordinal);
    });

    private static Task UntilAsync(ConnectedInverters site, Connectivity state) =>
        Eventually.TrueAsync(() => site.Twins[0].Reports.LastOrDefault()?.State == state, $"the device is {state}");
}
