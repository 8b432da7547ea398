using Twins.Devices;
using Twins.Commands;
using Twins.Readings;

namespace Twins.Cluster.Tests.Support;

/// <summary>A twin that remembers what it was given, and answers when the test lets it.</summary>
internal sealed class ScriptedTwin : IDeviceTwin
{
    public List<ReadingBatch> Applied { get; } = [];

    /// <summary>Applications that were begun.</summary>
    public int Begun { get; private set; }

    public List<ConnectivityReport> Reports { get; } = [];

    /// <summary>Reports of connectivity that fail before one is taken.</summary>
    public int FailingReports { get; set; }

    /// <summary>What an application waits for; by default nothing.</summary>
    public Func<ReadingBatch, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task<ApplyResult> ApplyAsync(ReadingBatch batch, CancellationToken cancellationToken = default)
    {
        Begun++;
        await Before(batch);
        Applied.Add(batch);
        return ApplyResult.Applied;
    }

    public Task ReportConnectivityAsync(ConnectivityReport report, CancellationToken cancellationToken = default)
    {
        if (FailingReports > 0)
        {
            FailingReports--;
            throw new InvalidOperationException("the twin is out of reach");
        }

        Reports.Add(report);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<DeviceSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default) => throw Unasked();

    public Task<Command> SetAsync(SetpointRequest request, CancellationToken cancellationToken = default) => throw Unasked();

    public Task<Command?> GetCommandAsync(Guid id, CancellationToken cancellationToken = default) => throw Unasked();

    public Task<SelectionResult> SelectAsync(string point, string holder, CancellationToken cancellationToken = default) => throw Unasked();

    public Task ReleaseAsync(string point, string holder, CancellationToken cancellationToken = default) => throw Unasked();

    private static NotSupportedException Unasked() => new("Adapters never ask for it.");
}
