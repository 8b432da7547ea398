using Twins.Devices;
using Twins.Adapters.Mqtt;
using Twins.Cluster.Tests.Support;
using Twins.Protocols.Mqtt;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

/// <summary>What stands between the client's reading loop and the twins.</summary>
public sealed class BrokerConnectionTests
{
    [Fact]
    public Task QoS1_IsAcknowledgedOnlyAfterItsTwinHasIt() => Turns.RunAsync(async () =>
    {
        var broker = new FakeBroker(inverters: 2);
        TaskCompletionSource release = broker.Hold(twin: 0);

        await broker.Client.ArriveAsync(FakeBroker.Report(1, 10, packetId: 7), FakeBroker.Report(2, 20, packetId: 8));
        await Eventually.TrueAsync(() => broker.Twins[1].Applied.Count == 1, "the other twin has its own");
        await Eventually.TrueAsync(() => broker.Client.Acknowledged.Count == 1, "its message is acknowledged");

        Assert.Equal([8], broker.Client.Acknowledged);
        Assert.Equal(1, broker.Status.Messages!.Unacknowledged);
        release.SetResult();
        await Eventually.TrueAsync(() => broker.Client.Acknowledged.Count == 2, "the first is acknowledged");
        Assert.Equal([8, 7], broker.Client.Acknowledged);
        await broker.Connection.CloseAsync();
    });

    [Fact]
    public Task QoS1_TwinFails_IsAppliedLaterAndAcknowledgedThen() => Turns.RunAsync(async () =>
    {
        var broker = new FakeBroker(inverters: 1);
        bool fails = true;
        broker.Twins[0].Before = _ => fails ? Task.FromException(new TimeoutException("no answer")) : Task.CompletedTask;

        await broker.Client.ArriveAsync(FakeBroker.Report(1, 10, packetId: 7), FakeBroker.Report(1, 11, packetId: 8));
        await Eventually.TrueAsync(() => broker.Status.LastError is not null, "the failure is noted");
        Assert.Empty(broker.Client.Acknowledged);

        fails = false;
        await Eventually.TrueAsync(
            () =>
            {
                broker.Clock.Advance(TimeSpan.FromSeconds(1));
                return broker.Client.Acknowledged.Count == 2;
            },
            "both were tried again");
        Assert.Equal([10, 11], broker.Powers(twin: 0));
        await broker.Connection.CloseAsync();
    });

    [Fact]
    public Task QoS1_ClosedBeforeTheTwinHasIt_IsNotAcknowledged() => Turns.RunAsync(async () =>
    {
        var broker = new FakeBroker(inverters: 1);
        TaskCompletionSource release = broker.Hold(twin: 0);
        await broker.Client.ArriveAsync(FakeBroker.Report(1, 10, packetId: 7));
        await Eventually.TrueAsync(() => broker.Twins[0].Begun == 1, "the twin was called");

        await broker.Connection.CloseAsync();
        release.SetResult();
        await UntilAsync(broker, Connectivity.Offline);

        Assert.Empty(broker.Client.Acknowledged);
        Assert.Equal("the connection was stopped", broker.Twins[0].Reports[^1].Reason);
    });

    [Fact]
    public Task SlowTwin_OthersGoOnAndItKeepsTheNewest() => Turns.RunAsync(async () =>
    {
        const int messages = 1_000;
        var broker = new FakeBroker(inverters: 2);
        TaskCompletionSource release = broker.Hold(twin: 0);

        for (int message = 1; message <= messages; message++)
        {
            ValueTask batch = broker.Client.ArriveAsync(FakeBroker.Report(1, message), FakeBroker.Report(2, message));
            await PassAsync(broker, batch);
        }

        await Eventually.TrueAsync(() => broker.Twins[1].Applied.Count == messages, "the other twin has all of its own");
        release.SetResult();
        await Eventually.TrueAsync(() => broker.Powers(twin: 0).LastOrDefault() == messages, "the slow one has the newest");
        Assert.InRange(broker.Twins[0].Applied.Count, BrokerConnection.LinkCapacity, BrokerConnection.LinkCapacity + 3);
        Assert.Equal(messages - broker.Twins[0].Applied.Count, broker.Status.DroppedBatches);
        await broker.Connection.CloseAsync();
    });

    [Fact]
    public Task SlowTwin_QoS1_NothingIsDropped() => Turns.RunAsync(async () =>
    {
        const int messages = 1_000;
        var broker = new FakeBroker(inverters: 1);
        TaskCompletionSource release = broker.Hold(twin: 0);

        for (int message = 1; message <= messages; message++)
        {
            await broker.Client.ArriveAsync(FakeBroker.Report(1, message, packetId: message));
        }

        release.SetResult();
        await Eventually.TrueAsync(() => broker.Client.Acknowledged.Count == messages, "all are acknowledged");
        Assert.Equal(Enumerable.Range(1, messages), broker.Client.Acknowledged);
        Assert.Equal(Enumerable.Range(1, messages).Select(number => (double)number), broker.Powers(twin: 0));
        Assert.Equal(0, broker.Status.DroppedBatches);
        await broker.Connection.CloseAsync();
    });

    [Fact]
    public Task GrainIsBusy_ReadingWaits() => Turns.RunAsync(async () =>
    {
        var broker = new FakeBroker(inverters: 1);
        broker.Hold(twin: 0);
        int taken = 0;

        // More than the link and the channel hold: the clock stands, and so the twin's time does not run out.
        ValueTask waiting = default;
        for (int message = 1; message <= BrokerConnection.LinkCapacity * 2 && waiting.IsCompleted; message++)
        {
            waiting = broker.Client.ArriveAsync(FakeBroker.Report(1, message));
            await Task.Yield();
            taken = message;
        }

        Assert.False(waiting.IsCompleted);
        Assert.InRange(taken, BrokerConnection.LinkCapacity, BrokerConnection.LinkCapacity + MqttInbox.Capacity + 3);
        broker.Clock.Advance(BrokerConnection.Patience);
        await waiting;
        await broker.Connection.CloseAsync();
    });

    [Fact]
    public Task MessagesThatArriveAtOnce_AreOneBatchUntilAPointRepeats() => Turns.RunAsync(async () =>
    {
        var broker = new FakeBroker(inverters: 1);

        await broker.Client.ArriveAsync(
            ("pv/inverter-1/telemetry", """{"power": 1, "voltage": 400}""", 1),
            ("pv/inverter-1/irradiance", "500", 0),
            ("pv/inverter-1/telemetry", """{"power": 2}""", 2));
        await Eventually.TrueAsync(() => broker.Client.Acknowledged.Count == 2, "both are acknowledged");

        Assert.Equal([3, 1], broker.Twins[0].Applied.Select(batch => batch.Readings.Length));
        Assert.True(broker.Twins[0].Applied[0].Number < broker.Twins[0].Applied[1].Number);
        Assert.Equal(3, broker.Status.Messages!.Received);
        await broker.Connection.CloseAsync();
    });

    [Fact]
    public Task ConnectionLostAndBack_DevicesAreOfflineUntilTheySpeak() => Turns.RunAsync(async () =>
    {
        var broker = new FakeBroker(inverters: 1);
        await broker.Client.ArriveAsync(FakeBroker.Report(1, 10));
        await UntilAsync(broker, Connectivity.Online);

        broker.Client.Become(MqttConnectionState.WaitingToReconnect);
        await UntilAsync(broker, Connectivity.Offline);
        broker.Client.Become(MqttConnectionState.Connected);
        await broker.Client.ArriveAsync(FakeBroker.Report(1, 11));
        await UntilAsync(broker, Connectivity.Online);

        Assert.Equal(
            [Connectivity.Online, Connectivity.Offline, Connectivity.Online], broker.Twins[0].Reports.Select(report => report.State));
        await broker.Connection.CloseAsync();
    });

    [Fact]
    public Task Subscriptions_AreTheDescribedTopicsAtTheirQuality() => Turns.RunAsync(async () =>
    {
        var broker = new FakeBroker(inverters: 1);
        await Eventually.TrueAsync(() => broker.Client.Subscriptions.Length > 0, "it has subscribed");

        Assert.Equal(
            [
                ("pv/inverter-1/answer", MqttQualityOfService.AtLeastOnce),
                ("pv/inverter-1/irradiance", MqttQualityOfService.AtMostOnce),
                ("pv/inverter-1/status", MqttQualityOfService.AtLeastOnce),
                ("pv/inverter-1/telemetry", MqttQualityOfService.AtLeastOnce),
            ],
            broker.Client.Subscriptions.Select(subscription => (subscription.Filter, subscription.QualityOfService)).Order());
        await broker.Connection.CloseAsync();
    });

    private static Task UntilAsync(FakeBroker broker, Connectivity state) =>
        Eventually.TrueAsync(() => broker.Twins[0].Reports.LastOrDefault()?.State == state, $"the device is {state}");

    // The clock turns only while reading waits: the slow twin's time runs out, and nobody else's.
    private static async Task PassAsync(FakeBroker broker, ValueTask batch)
    {
        Task passed = batch.AsTask();
        await Eventually.TrueAsync(
            () =>
            {
                if (!passed.IsCompleted)
                {
                    broker.Clock.Advance(BrokerConnection.Patience);
                }

                return passed.IsCompleted;
            },
            "reading goes on");
    }
}
