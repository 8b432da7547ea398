using System.Collections.Immutable;
using Twins.Devices;
using Twins.Adapters;
using Twins.Grains.Devices.Readings;
using Twins.Grains.Devices.Setpoints;
using Twins.Commands;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Grains.Devices;

/// <summary>The twin of one device, of whatever kind. Reads, calls the rules, writes; what it decides is in the folders beside it.</summary>
[PlaceWithSite]
public sealed class DeviceTwin : Grain, IDeviceTwin, ITwinContext
{
    private readonly IPersistentState<DeviceTwinState> _state;
    private readonly SiteCatalog _catalog;
    private readonly TimeProvider _clock;
    private readonly DeadlineTimer _overdueDeadline;
    private readonly DeadlineTimer _setpointDeadline;
    private DeviceKey _key;
    private TwinDefinition? _definition;
    private TwinReadings? _readings;
    private TwinPublisher? _publisher;
    private TwinSetpoints? _setpoints;
    private ConnectivityReport _connectivity = ConnectivityReport.NotTried;
    private (long Start, long Number) _lastBatch = (long.MinValue, long.MinValue);

    public DeviceTwin([PersistentState("device")] IPersistentState<DeviceTwinState> state, SiteCatalog catalog, TimeProvider clock)
    {
        _state = state;
        _catalog = catalog;
        _clock = clock;
        _overdueDeadline = new DeadlineTimer(this, clock, OnOverdueAsync);
        _setpointDeadline = new DeadlineTimer(this, clock, () => Setpoints.TendAsync());
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = DeviceKey.Parse(this.GetPrimaryKeyString());
        _definition = _catalog.FindDevice(_key);
        if (_definition is not null)
        {
            ISiteFeed feed = GrainFactory.GetGrain<ISiteFeed>(_key.Site);
            _readings = new TwinReadings(_definition.Points);
            _publisher = new TwinPublisher(this.GetPrimaryKeyString(), _definition.Hash, Timestamp.Now(_clock).Microseconds, feed);
            if (!_state.State.Setpoints.IsEmpty)
            {
                _setpointDeadline.Set(Setpoints.NextDue);
            }
        }

        return Task.CompletedTask;
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
        bool cameOnline = report.State == Twins.Devices.Connectivity.Online && _connectivity.State != report.State;
        bool changed = _connectivity.State != report.State || _connectivity.Reason != report.Reason;
        Timestamp lostAt = _connectivity.Since;
        _connectivity = report;
        if (changed && _readings is not null)
        {
            Timestamp now = Timestamp.Now(_clock);
            _publisher!.Publish(now, _readings.TakeNewlyStale(report, now), report, []);
        }

        if (cameOnline)
        {
            _setpoints?.NoteOnline(lostAt);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<DeviceSnapshot> GetSnapshotAsync(CancellationToken cancellationToken = default)
    {
        Timestamp now = Timestamp.Now(_clock);
        return Task.FromResult(new DeviceSnapshot(
            this.GetPrimaryKeyString(),
            _definition?.Hash ?? "",
            _publisher?.Epoch ?? 0,
            _publisher?.Sequence ?? 0,
            now,
            _connectivity,
            Latest(now),
            _setpoints?.Statuses ?? []));
    }

    /// <inheritdoc/>
    public Task<Command> SetAsync(SetpointRequest request, CancellationToken cancellationToken = default) => _definition is null
        ? Task.FromResult(CommandTransitions.Requested(_key, request).Reject(
            Timestamp.Now(_clock), CommandRefusal.UnknownDevice, $"the sites of this process have no device '{_key}'"))
        : Setpoints.SetAsync(request);

    /// <inheritdoc/>
    public Task<Command?> GetCommandAsync(Guid id, CancellationToken cancellationToken = default) =>
        Task.FromResult(_setpoints?.Find(id));

    /// <inheritdoc/>
    public Task<Selection> SelectAsync(string point, string holder, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Selection(false, null, default, "not yet"));

    /// <inheritdoc/>
    public Task ReleaseAsync(string point, string holder, CancellationToken cancellationToken = default) => Task.CompletedTask;

    ConnectivityReport ITwinContext.Connectivity => _connectivity;

    // Made when the device is first commanded: most twins of a large site never are.
    private TwinSetpoints Setpoints => _setpoints ??= new TwinSetpoints(
        _definition!, _catalog.FindSite(_key.Site)!.Description, _state, AdapterRouting.Adapter(GrainFactory, _catalog, _definition!), this, _clock);

    void ITwinContext.PublishSetpoint(SetpointStatus status, Reading? readBack)
    {
        Timestamp now = Timestamp.Now(_clock);
        _publisher!.Publish(now, readBack is { } reading ? _readings!.Apply([reading], now) : [], null, [status]);
    }

    void ITwinContext.TendAt(Timestamp? due) => _setpointDeadline.Set(due);

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

        _lastBatch = (batch.Start, batch.Number);
        ImmutableArray<Reading> published = _readings!.Apply(batch.Readings, batch.ReceivedAt);
        ImmutableArray<SetpointStatus> setpoints = _setpoints?.NoteReported(batch.Readings) ?? [];
        ConnectivityReport? proof = NoteAnswer(batch.ReceivedAt);
        if (!published.IsEmpty || !setpoints.IsEmpty || proof is not null)
        {
            _publisher!.Publish(Timestamp.Now(_clock), published, proof, setpoints);
        }

        GrainMetrics.ReadingsApplied.Add(batch.Readings.Length);
        ArmOverdue();
        return ApplyResult.Applied;
    }

    // A twin that was activated anew has not heard from the adapter yet; a batch proves that the device answers.
    private ConnectivityReport? NoteAnswer(Timestamp receivedAt)
    {
        if (_connectivity.State != Twins.Devices.Connectivity.Unknown)
        {
            return null;
        }

        _connectivity = new ConnectivityReport(Twins.Devices.Connectivity.Online, null, receivedAt);
        _setpoints?.NoteOnline(lostAt: default);
        return _connectivity;
    }

    // One tick per deadline, not one per reading: a tick that finds newer readings only sets the next deadline.
    private void ArmOverdue()
    {
        if (!_overdueDeadline.IsSet)
        {
            _overdueDeadline.Set(_readings!.NextOverdue());
        }
    }

    private Task OnOverdueAsync()
    {
        Timestamp now = Timestamp.Now(_clock);
        ImmutableArray<Reading> stale = _readings!.TakeNewlyStale(_connectivity, now);
        if (!stale.IsEmpty)
        {
            _publisher!.Publish(now, stale, null, []);
        }

        ArmOverdue();
        return Task.CompletedTask;
    }

    private ImmutableArray<Reading> Latest(Timestamp now)
    {
        if (_readings is null)
        {
            return [];
        }

        var latest = ImmutableArray.CreateBuilder<Reading>(_readings.Count);
        for (int ordinal = 0; ordinal < _readings.Count; ordinal++)
        {
            latest.Add(Freshness.AsOf(_readings[ordinal], _definition!.Points[ordinal], _connectivity, now));
        }

        return latest.MoveToImmutable();
    }
}
