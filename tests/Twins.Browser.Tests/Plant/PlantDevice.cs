using System.Collections.Immutable;
using Twins.Devices;
using Twins.Commands;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>A device twin whose values and answers a test decides.</summary>
public sealed class PlantDevice(TwinDefinition definition, TimeProvider clock) : IDeviceTwin
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Reading> _readings = [];
    private readonly Dictionary<int, SetpointStatus> _setpoints = [];
    private readonly Dictionary<Guid, Command> _commands = [];
    private ConnectivityReport _connectivity = new(Twins.Devices.Connectivity.Online, null, Timestamp.Now(clock));
    private long _sequence;

    public TwinDefinition Definition { get; } = definition;

    public List<SetpointRequest> Requests { get; } = [];

    /// <summary>How the device answers a command; verified at once unless a test says otherwise.</summary>
    public Func<SetpointRequest, PlantCommand, Task<Command>> Answer { get; set; } = (_, command) => Task.FromResult(command.Verify());

    internal Action<DeviceChange>? Changed { get; set; }

    public ConnectivityReport Connectivity => _connectivity;

    public void Set(string point, double value, Quality quality = Quality.Good, QualityReason reason = QualityReason.None) =>
        Set(point, PointValue.FromNumber(value), quality, reason);

    public void Set(string point, PointValue value, Quality quality = Quality.Good, QualityReason reason = QualityReason.None) =>
        Publish([ReadingOf(point, value, quality, reason)], null, []);

    /// <summary>Gives every point a plausible value, so that nothing is missing.</summary>
    public void Fill(double number = 42) => Publish(
        [.. Definition.Points.Where(point => point.Setpoint is null).Select(point => ReadingOf(point.Key, Plausible(point, number), Quality.Good, QualityReason.None))], null, []);

    /// <summary>Several points in one change.</summary>
    public void Apply(ImmutableArray<(string Point, PointValue Value, QualityReason Reason)> values) =>
        Publish([.. values.Select(each => ReadingOf(each.Point, each.Value, Quality.Good, each.Reason))], null, []);

    /// <summary>Reads every point again: the same values, new times.</summary>
    public void Poll()
    {
        ImmutableArray<Reading> again;
        lock (_gate)
        {
            again = [.. _readings.Values.Select(reading => reading with { Time = Timestamp.Now(clock) })];
        }
        Publish(again, null, []);
    }

    public void GoOffline(string reason) => Publish([], new(Twins.Devices.Connectivity.Offline, reason, Timestamp.Now(clock)), []);

    public void GoOnline() => Publish([], new(Twins.Devices.Connectivity.Online, null, Timestamp.Now(clock)), []);

    public Task<DeviceSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var readings = Enumerable.Range(0, Definition.Points.Count).Select(ordinal => _readings.GetValueOrDefault(
                ordinal, new Reading(ordinal, PointValue.None, Quality.Bad, QualityReason.NeverRead, default, TimeSource.Gateway)));
            return Task.FromResult(new DeviceSnapshot(
                Definition.Key.ToString(), Definition.Hash, 1, _sequence, Timestamp.Now(clock), _connectivity, [.. readings], [.. _setpoints.Values]));
        }
    }

    public async Task<Command> SetAsync(SetpointRequest request, CancellationToken cancellationToken = default)
    {
        var command = new PlantCommand(this, request, clock);
        lock (_gate)
        {
            Requests.Add(request);
        }
        command.Reach(CommandState.Requested);
        return await Answer(request, command);
    }

    public Task<Command?> GetCommandAsync(Guid id, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult(_commands.GetValueOrDefault(id));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<ApplyResult> ApplyAsync(ReadingBatch batch, CancellationToken cancellationToken = default) => Task.FromResult(ApplyResult.Applied);

    public Task ReportConnectivityAsync(ConnectivityReport report, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<SelectionResult> SelectAsync(string point, string holder, CancellationToken cancellationToken = default) =>
        Task.FromResult(new SelectionResult(true, holder, TimeSpan.FromSeconds(30), null));

    public Task ReleaseAsync(string point, string holder, CancellationToken cancellationToken = default) => Task.CompletedTask;

    internal void Note(Command outcome)
    {
        lock (_gate)
        {
            _commands[outcome.Id] = outcome;
        }
    }

    internal void Follow(SetpointRequest request, Command outcome)
    {
        var ordinal = OrdinalOf(request.Point);
        var status = new SetpointStatus(ordinal, request.Value, request.Actor, outcome.ValidUntil, request.Value, Timestamp.Now(clock), outcome);
        var readBack = ReadingOf(request.Point, request.Value, Quality.Good, QualityReason.None);
        ImmutableArray<Reading> followed = Definition.Points[ordinal].Setpoint?.ReportedBy is { } reported ? [readBack, readBack with { Point = OrdinalOf(reported) }] : [readBack];
        Publish(followed, null, [status]);
    }

    private void Publish(ImmutableArray<Reading> readings, ConnectivityReport? connectivity, ImmutableArray<SetpointStatus> setpoints)
    {
        DeviceChange change;
        lock (_gate)
        {
            foreach (var reading in readings)
            {
                _readings[reading.Point] = reading;
            }
            foreach (var setpoint in setpoints)
            {
                _setpoints[setpoint.Point] = setpoint;
            }
            _connectivity = connectivity ?? _connectivity;
            change = new(Definition.Key.ToString(), Definition.Hash, 1, ++_sequence, Timestamp.Now(clock), readings, connectivity, setpoints);
        }
        Changed?.Invoke(change);
    }

    private Reading ReadingOf(string point, PointValue value, Quality quality, QualityReason reason) =>
        new(OrdinalOf(point), value, quality, reason, Timestamp.Now(clock), TimeSource.Gateway);

    private int OrdinalOf(string point) => Definition.Points.TryGetOrdinal(point, out var ordinal)
        ? ordinal
        : throw new ArgumentException($"{Definition.Key} has no point '{point}'.", nameof(point));

    private static PointValue Plausible(PointDefinition point, double number) => point.ValueType switch
    {
        PointValueType.Number => PointValue.FromNumber(number),
        PointValueType.Enum => PointValue.FromEnum(point.Members.First(member => !member.Abnormal).Code),
        PointValueType.Flag => PointValue.FromFlag(true),
        PointValueType.Text => PointValue.FromText("A1"),
        _ => PointValue.None,
    };
}
