using Microsoft.Extensions.Logging.Abstractions;
using Twins.Sites;
using Twins.Devices;
using Twins.Adapters;
using Twins.Cluster.Tests.Support;
using Twins.Readings;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Adapters;

public sealed class TwinLinkTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedTwin _twin = new();
    private readonly ConnectionCounters _counters;

    public TwinLinkTests() => _counters = new ConnectionCounters(_clock);

    [Fact]
    public Task Send_TwinIsSlow_NoCapacity_OnlyTheNewestWaits() => Turns.RunAsync(async () =>
    {
        TaskCompletionSource release = Hold();
        var link = Link();

        SendAll(link, 1, 2, 3, 4);
        release.SetResult();
        await link.WhenIdleAsync();

        Assert.Equal([1, 4], Sequences());
        Assert.Equal(2, Status().DroppedBatches);
    });

    [Fact]
    public Task Send_WithinCapacity_NothingIsDropped() => Turns.RunAsync(async () =>
    {
        TaskCompletionSource release = Hold();
        var link = Link(3);

        SendAll(link, 1, 2, 3, 4);
        Assert.True(link.IsFull);
        Task room = link.WhenRoomAsync();
        Assert.False(room.IsCompleted);
        release.SetResult();
        await room;
        await link.WhenIdleAsync();

        Assert.Equal([1, 2, 3, 4], Sequences());
        Assert.Equal(0, Status().DroppedBatches);
    });

    [Fact]
    public Task Send_Behind_TheOldestWaitAndOfTheOthersTheNewest() => Turns.RunAsync(async () =>
    {
        TaskCompletionSource release = Hold();
        var link = Link(2);

        SendAll(link, 1, 2, 3);
        link.MarkBehind();
        SendAll(link, 4, 5, 6);
        release.SetResult();
        await link.WhenIdleAsync();
        SendAll(link, 7, 8);
        await link.WhenIdleAsync();

        Assert.Equal([1, 2, 3, 6, 7, 8], Sequences());
        Assert.Equal(2, Status().DroppedBatches);
    });

    [Fact]
    public Task Send_WithReceipt_IsKeptBeyondTheCapacityAndReceiptedInOrder() => Turns.RunAsync(async () =>
    {
        TaskCompletionSource release = Hold();
        var link = Link(1);
        List<long> receipts = [];

        foreach (long sequence in new long[] { 1, 2, 3, 4, 5 })
        {
            link.Send(Batch(sequence), new Receipt(() => receipts.Add(sequence)));
        }

        Assert.Empty(receipts);
        release.SetResult();
        await link.WhenIdleAsync();

        Assert.Equal([1, 2, 3, 4, 5], Sequences());
        Assert.Equal([1, 2, 3, 4, 5], receipts);
    });

    [Fact]
    public Task Send_WithReceipt_TwinFails_IsTriedAgainBeforeItsReceipt() => Turns.RunAsync(async () =>
    {
        var link = Link(8);
        int attempts = 0;
        int receipts = 0;
        _twin.Before = _ => ++attempts <= 2 ? Task.FromException(new InvalidOperationException("no place")) : Task.CompletedTask;

        link.Send(Batch(1), new Receipt(() => receipts++));
        for (int pause = 1; pause <= 2; pause++)
        {
            Assert.Equal((pause, 0), (attempts, receipts));
            _clock.Advance(TwinLink.RetryPause);
            await Task.Yield();
            await Eventually.TrueAsync(() => Task.FromResult(attempts > pause), "it was tried again");
        }

        await link.WhenIdleAsync();
        Assert.Equal((3, 1), (attempts, receipts));
        Assert.Contains("no place", Status().LastError, StringComparison.Ordinal);
    });

    [Fact]
    public Task Report_TwinFails_IsSentAgainUntilItIsTaken() => Turns.RunAsync(async () =>
    {
        TwinLink link = Link();
        _twin.FailingReports = 3;

        link.Report(new ConnectivityReport(Connectivity.Offline, "silent", default));
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TwinLink.RetryPause);
                return Task.FromResult(_twin.Reports.Count > 0);
            },
            "the report was taken");
        await link.WhenIdleAsync();

        Assert.Equal(Connectivity.Offline, Assert.Single(_twin.Reports).State);
        Assert.Equal(0, _twin.FailingReports);
    });

    [Fact]
    public Task Close_WhatWaits_IsNotReceipted() => Turns.RunAsync(async () =>
    {
        TaskCompletionSource release = Hold();
        var link = Link(8);
        int receipts = 0;
        link.Send(Batch(1), new Receipt(() => receipts++));
        link.Send(Batch(2), new Receipt(() => receipts++));
        link.Report(new ConnectivityReport(Connectivity.Offline, "stopped", default));

        link.Close();
        release.SetResult();
        await link.WhenIdleAsync();

        Assert.Equal(0, receipts);
        Assert.Equal([1], Sequences());
        Assert.Equal(Connectivity.Offline, Assert.Single(_twin.Reports).State);
    });

    private TwinLink Link(int capacity = 0) => new(_twin, _counters, _clock, NullLogger.Instance, new DeviceKey("test", "bess-1"), capacity);

    private TaskCompletionSource Hold()
    {
        var release = new TaskCompletionSource();
        _twin.Before = _ => release.Task;
        return release;
    }

    private static void SendAll(TwinLink link, params long[] sequences) => Array.ForEach(sequences, sequence => link.Send(Batch(sequence)));

    private static ReadingBatch Batch(long sequence) => new("test/bess-1", "hash", 1, sequence, default, []);

    private IEnumerable<long> Sequences() => _twin.Applied.Select(batch => batch.Number);

    private Twins.Connections.ConnectionStatus Status() => _counters.Status("c", "p", "e", simulated: false);

    private sealed class Receipt(Action taken) : IDeliveryReceipt
    {
        public void OnTaken() => taken();
    }
}
