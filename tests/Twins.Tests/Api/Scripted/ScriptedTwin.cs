using System.Collections.Immutable;
using Twins.Devices;
using Twins.Commands;
using Twins.Points;
using Twins.Readings;

namespace Twins.Tests.Api.Scripted;

/// <summary>A twin that answers what a test tells it to.</summary>
internal sealed class ScriptedTwin : IDeviceTwin
{
    public static readonly Timestamp Taken = Timestamp.From(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    private readonly Reading[] _readings = [.. TestSites.Definition.Points.Select((_, ordinal) =>
        new Reading(ordinal, PointValue.None, Quality.Bad, QualityReason.NeverRead, default, TimeSource.Gateway))];

    public ConnectivityReport Connectivity { get; set; } = new(Twins.Devices.Connectivity.Online, null, Taken);

    public ImmutableArray<SetpointStatus> Setpoints { get; set; } = [];

    public (long Epoch, long Sequence) Position { get; set; } = (5, 41);

    /// <summary>What becomes of a setpoint; by default it is verified at once.</summary>
    public Func<SetpointRequest, Task<Command>> OnSet { get; set; } = request => Task.FromResult(
        Outcome(request, CommandState.Verified, CommandRefusal.None, null, request.Value));

    /// <summary>What is known of a command under way.</summary>
    public Func<Guid, Command?> OnGetCommand { get; set; } = _ => null;

    public List<SetpointRequest> Requests { get; } = [];

    public void Read(string key, PointValue value, Quality quality = Quality.Good, QualityReason reason = QualityReason.None) =>
        _readings[TestSites.Ordinal(key)] = new(TestSites.Ordinal(key), value, quality, reason, Taken + TimeSpan.FromMilliseconds(-1500), TimeSource.Gateway);

    public static Command Outcome(
        SetpointRequest request, CommandState state, CommandRefusal refusal, string? reason, PointValue readBack) => new(
        request.Id,
        TestSites.DeviceKey,
        request.Point,
        request.Value,
        request.ValidFor,
        request.ValidFor is { } validFor ? Taken + validFor : null,
        request.Origin,
        request.Actor,
        state,
        refusal,
        [new CommandStage(CommandState.Requested, Taken, null), new CommandStage(state, Taken + TimeSpan.FromMilliseconds(20), reason, Value: readBack)]);

    /// <summary>A change of numbers that follows on the scripted snapshot's epoch.</summary>
    public static DeviceChange Change(long sequence, params (string Key, double Value)[] values) => new(
        TestSites.DeviceKey,
        TestSites.Definition.Hash,
        5,
        sequence,
        Taken,
        [.. values.Select(value => new Reading(
            TestSites.Ordinal(value.Key), PointValue.FromNumber(value.Value), Quality.Good, QualityReason.None, Taken, TimeSource.Gateway))],
        null,
        []);

    public Task<DeviceSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default) => Task.FromResult(new DeviceSnapshot(
        TestSites.DeviceKey, TestSites.Definition.Hash, Position.Epoch, Position.Sequence, Taken, Connectivity, [.. _readings], Setpoints));

    public Task<Command> SetAsync(SetpointRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Add(request);
        return OnSet(request);
    }

    public Task<Command?> GetCommandAsync(Guid id, CancellationToken cancellationToken = default) => Task.FromResult(OnGetCommand(id));

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<ApplyResult> ApplyAsync(ReadingBatch batch, CancellationToken cancellationToken = default) => Task.FromResult(ApplyResult.Applied);

    public Task ReportConnectivityAsync(ConnectivityReport report, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<SelectionResult> SelectAsync(string point, string holder, CancellationToken cancellationToken = default) =>
        Task.FromResult(new SelectionResult(true, holder, TimeSpan.FromSeconds(30), null));

    public Task ReleaseAsync(string point, string holder, CancellationToken cancellationToken = default) => Task.CompletedTask;
}
