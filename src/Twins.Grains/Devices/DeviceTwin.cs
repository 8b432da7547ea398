using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Grains.Devices.Readings;
using Twins.Readings;
using Twins.Sites;
using Twins.Storage.Relational;

namespace Twins.Grains.Devices;

/// <summary>The twin of one device, of whatever kind. Reads, calls the rules, writes; what it decides is in the classes beside it.</summary>
[PlaceWithSite]
public sealed class DeviceTwin : Grain, IDeviceTwin, ITwinContext
{
    private readonly ICommandStore _store;
    private readonly SiteCatalog _catalog;
    private readonly TimeProvider _clock;
    private readonly ILogger<DeviceTwin> _logger;
    private readonly DeadlineTimer _overdueDeadline;
    private readonly DeadlineTimer _setpointDeadline;
    private DeviceKey _key;
    private TwinDefinition? _definition;
    private TwinReadings? _readings;
    private TwinPublisher? _publisher;
    private TwinSetpoints? _setpoints;
    private ConnectivityReport _connectivity = ConnectivityReport.NotTried;
    private MonotonicTime? _lostAt;
    private bool _cameOnline;
    private (long Start, long Number) _lastBatch = (long.MinValue, long.MinValue);

    public DeviceTwin(ICommandStore store, SiteCatalog catalog, TimeProvider clock, ILogger<DeviceTwin> logger)
    {
        (_store, _catalog, _clock, _logger) = (store, catalog, clock, logger);
        _overdueDeadline = new DeadlineTimer(this, clock, OnOverdue);
        _setpointDeadline = new DeadlineTimer(this, clock, () => _setpoints?.OnTick());
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = DeviceKey.Parse(this.GetPrimaryKeyString());
        _definition = _catalog.FindDevice(_key);
        if (_definition is null)
        {
            return;
        }

        _readings = new TwinReadings(_definition.Points);
        _publisher = new TwinPublisher(this.GetPrimaryKeyString(), _definition.Hash, Timestamp.Now(_clock).Microseconds, GrainFactory.GetGrain<ISiteFeed>(_key.Site));
        if (_definition.Points.Any(point => point.Setpoint is not null))
        {
            await Setpoints.RestoreAsync();

            // Most twins of a large site are never commanded.
            _setpoints = Setpoints.IsIdle ? null : _setpoints;
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        DelayDeactivation(TimeSpan.Zero);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ApplyResult> ApplyAsync(ReadingBatch batch, CancellationToken cancellationToken = default) => Task.FromResult(Apply(batch));

    /// <inheritdoc/>
    public Task ReportConnectivityAsync(ConnectivityReport report, CancellationToken cancellationToken = default)
    {
        var now = Moment.Now(_clock);
        bool wasOnline = _connectivity.State == Connectivity.Online;
        bool changed = _connectivity.State != report.State || _connectivity.Reason != report.Reason;
        MonotonicTime? lostAt = _lostAt;
        _connectivity = report;
        _lostAt = report.State == Connectivity.Offline ? (wasOnline ? now.Steady : _lostAt ?? now.Steady) : null;
        if (changed && _readings is not null)
        {
            _publisher!.Publish(now.Wall, _readings.TakeNewlyStale(_lostAt, now.Steady), report, []);
        }

        if (report.State == Connectivity.Online && !wasOnline)
        {
            _cameOnline = true;
            _setpoints?.OnOnline(lostAt ?? default(MonotonicTime));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DeviceSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default)
    {
        var now = Moment.Now(_clock);
        return Task.FromResult(new DeviceSnapshot(
            this.GetPrimaryKeyString(),
            _definition?.Hash ?? "",
            _publisher?.Epoch ?? 0,
            _publisher?.Sequence ?? 0,
            now.Wall,
            _connectivity,
            _readings is null ? [] : [.. Enumerable.Range(0, _readings.Count).Select(ordinal => _readings.AsOf(ordinal, _lostAt, now.Steady))],
            _setpoints?.Statuses ?? [],
            _setpoints?.Faults ?? []));
    }

    /// <inheritdoc/>
    public Task<Command> SetAsync(SetpointRequest request, CancellationToken cancellationToken = default) => _definition is null
        ? Task.FromResult(Command.From(_key.ToString(), request).Refuse(
            Timestamp.Now(_clock), CommandRefusal.UnknownDevice, $"the sites of this process have no device '{_key}'"))
        : Setpoints.SetAsync(request);

    /// <inheritdoc/>
    public Task<Command?> GetCommandAsync(Guid id, CancellationToken cancellationToken = default) =>
        _definition is null ? Task.FromResult<Command?>(null) : Setpoints.FindAsync(id);

    /// <inheritdoc/>
    public Task<SelectionResult> SelectAsync(string point, string holder, CancellationToken cancellationToken = default) => Task.FromResult(_definition is null
        ? new SelectionResult(Granted: false, null, TimeSpan.Zero, $"the sites of this process have no device '{_key}'")
        : Setpoints.Select(point, holder));

    /// <inheritdoc/>
    public Task ReleaseAsync(string point, string holder, CancellationToken cancellationToken = default)
    {
        _setpoints?.Release(point, holder);
        return Task.CompletedTask;
    }

    ConnectivityReport ITwinContext.Connectivity => _connectivity;

    void ITwinContext.PublishSetpoint(SetpointStatus status, Reading? readBack)
    {
        var now = Moment.Now(_clock);
        _publisher!.Publish(now.Wall, readBack is { } reading ? _readings!.Apply([reading], now.Wall, now) : [], null, [status]);
    }

    void ITwinContext.TickAt(MonotonicTime due) => _setpointDeadline.Set(due);

    private TwinSetpoints Setpoints => _setpoints ??= new TwinSetpoints(
        _definition!, _catalog.FindSite(_key.Site)!.Description, _store, WriteAsync, this, _clock, _logger);

    private Task<WriteResult> WriteAsync(SetpointWrite write) =>
        GrainFactory.GetGrain<IAdapter>($"{_key.Site}/{_definition!.Entry.Connection}").WriteAsync(write);

    private ApplyResult Apply(ReadingBatch batch)
    {
        if (_definition is null)
        {
            return ApplyResult.UnknownDevice;
        }

        if (!string.Equals(batch.DescriptionHash, _definition.Hash, StringComparison.Ordinal))
        {
            return ApplyResult.OtherDescription;
        }

        if ((batch.Start, batch.Number).CompareTo(_lastBatch) <= 0)
        {
            return ApplyResult.OutOfOrder;
        }

        bool adapterRestarted = _lastBatch.Start != long.MinValue && batch.Start != _lastBatch.Start && !_cameOnline;
        (_lastBatch, _cameOnline) = ((batch.Start, batch.Number), false);
        var now = Moment.Now(_clock);
        ImmutableArray<Reading> published = _readings!.Apply(batch.Readings, batch.ReceivedAt, now);
        ConnectivityReport? proof = ProveOnline(batch.ReceivedAt);
        if (!published.IsEmpty || proof is not null)
        {
            _publisher!.Publish(now.Wall, published, proof, []);
        }

        _setpoints?.OnReported(batch.Readings);
        if (adapterRestarted || proof is not null)
        {
            // An adapter that started holds nothing against the devices' watchdogs yet.
            _setpoints?.OnOnline(lostAt: null);
        }

        GrainMetrics.ReadingsApplied.Add(batch.Readings.Length);
        ArmOverdue();
        return ApplyResult.Applied;
    }

    // A twin that was just activated has not heard from the adapter yet; a batch proves that the device answers.
    private ConnectivityReport? ProveOnline(Timestamp receivedAt)
    {
        if (_connectivity.State != Connectivity.Unknown)
        {
            return null;
        }

        return _connectivity = new ConnectivityReport(Connectivity.Online, null, receivedAt);
    }

    // One tick per deadline, not one per reading: a tick that finds newer readings only sets the next deadline.
    private void ArmOverdue()
    {
        if (!_overdueDeadline.IsSet)
        {
            // A value is overdue when it is older than allowed, not when it is as old.
            _overdueDeadline.Set(_readings!.NextOverdue() + TimeSpan.FromTicks(1));
        }
    }

    private void OnOverdue()
    {
        var now = Moment.Now(_clock);
        ImmutableArray<Reading> stale = _readings!.TakeNewlyStale(_lostAt, now.Steady);
        if (!stale.IsEmpty)
        {
            _publisher!.Publish(now.Wall, stale, null, []);
        }

        ArmOverdue();
    }
}
