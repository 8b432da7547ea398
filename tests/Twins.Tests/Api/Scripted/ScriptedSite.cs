using Twins.Connections;
using Twins.Brokers;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Tests.Api.Scripted;

/// <summary>A site, and its feed, that answer what a test tells them to.</summary>
internal sealed class ScriptedSite : ISite, ISiteFeed
{
    private readonly TaskCompletionSource<ILiveObserver> _observer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the overview throws; null when it answers.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Delivers a change to the process's live feed once it listens.</summary>
    public async Task PublishAsync(DeviceChange change) => await (await _observer.Task.WaitAsync(ApiServer.Patience)).OnChangeAsync(change);

    public Task<SiteOverview> GetOverviewAsync(CancellationToken cancellationToken = default) => Fault is { } fault
        ? Task.FromException<SiteOverview>(fault)
        : Task.FromResult(new SiteOverview(
            TestSites.Site,
            ScriptedTwin.Taken,
            NetworkMode.Grid,
            new PowerBalance(12_000, null, -5_000, -7_000, 61.5, 3, 4),
            [new DeviceHealth(TestSites.Device, "bess", new(Connectivity.Online, null, ScriptedTwin.Taken), 2, 11, ["mode"])],
            [new ConnectionStatus(
                "storage", "Modbus TCP", "storage.example:502", ConnectionState.Connected, ScriptedTwin.Taken, 100, 1, "timed out", true, 3,
                new MessageFigures(5_000, 2, 1, 7, [new BadMessage(ScriptedTwin.Taken, "pv/7/telemetry", "'/voltage' is no number", "{\"voltage\": \"x\"}")]))],
            new BrokerStatus(
                [new BrokerListener("tcp", "127.0.0.1:1883")], null, true, 2,
                new BrokerFigures(3, 4, 5, 6, 700, 8, 9_000, 10_000, 11, 12, 13),
                [new SlowClient("historian", 4096, 1 << 20, 17)],
                [new BrokerIncident(ScriptedTwin.Taken, "meter-7", "127.0.0.1:50000", "a packet of 2 MiB; 1 MiB is allowed")])));

    public Task<bool> SubscribeAsync(ILiveObserver observer)
    {
        _observer.TrySetResult(observer);
        return Task.FromResult(true);
    }

    public Task UnsubscribeAsync(ILiveObserver observer) => Task.CompletedTask;

    public Task<long> NextStartAsync(string connection, CancellationToken cancellationToken = default) => Task.FromResult(1L);

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
