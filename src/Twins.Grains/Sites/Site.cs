using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Twins.Connections;
using Twins.Brokers;
using Twins.Devices;
using Twins.Sites;
using Twins.Grains.Placement;
using Microsoft.Extensions.Logging;

namespace Twins.Grains.Sites;

/// <summary>
/// One site: keeps its twins and adapters running, and gathers its overview from them. The silo on which this grain lives is the owner of
/// the site; the rest of the site is placed beside it.
/// </summary>
[PlaceWithSite]
public sealed partial class Site(
    [PersistentState("site")] IPersistentState<SiteState> state, SiteCatalog catalog, TimeProvider clock, ILocalSiloDetails silo, ILogger<Site> logger)
    : Grain, ISite, ISiteOwner
{
    // However many ask: the overview is made once, and again when it is this old.
    private static readonly TimeSpan OverviewAge = TimeSpan.FromSeconds(1);

    // Starts that are reserved with one durable write.
    private const long StartBlock = 1_000;

    // What could not be started, and why: said once, until it changes.
    private readonly Dictionary<string, string> _notStarted = new(StringComparer.Ordinal);
    private Task<SiteOverview>? _gathering;
    private MonotonicTime _gatheredAt;
    private Task _lastStart = Task.CompletedTask;
    private long? _issuedStart;

    private string Key => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        SiteConfiguration site = Configuration();
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        await BoundedFanOut.ForEachAsync(site.Devices, device => TryStartAsync(device.Key.ToString(), () => Twin(device).StartAsync()));
        await BoundedFanOut.ForEachAsync(
            site.Description.Connections, connection => TryStartAsync(connection.Key, () => Adapter(connection).StartAsync()));
    }

    /// <inheritdoc/>
    public Task<SiloAddress> LocateAsync() => Task.FromResult(silo.SiloAddress);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        SiteConfiguration site = Configuration();
        await ForEachAdapterAsync(site, adapter => adapter.StopAsync());
        await ForEachTwinAsync(site, twin => twin.StopAsync());
        DelayDeactivation(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public Task<SiteOverview> GetOverviewAsync(CancellationToken cancellationToken = default)
    {
        MonotonicTime now = MonotonicTime.Now(clock);
        bool recent = _gathering is not null && (!_gathering.IsCompleted || (_gathering.IsCompletedSuccessfully && now - _gatheredAt < OverviewAge));
        if (!recent)
        {
            _gatheredAt = now;
            _gathering = GatherAsync(Configuration());
        }

        return _gathering!;
    }

    /// <inheritdoc/>
    public Task<long> NextStartAsync(string connection, CancellationToken cancellationToken = default)
    {
        if (Configuration().Description.Connections.All(known => known.Key != connection))
        {
            throw new ArgumentException($"The site '{Key}' has no connection '{connection}'.", nameof(connection));
        }

        // Calls interleave, because adapters ask while the site starts them; the writes must not.
        Task<long> issued = IssueStartAsync(_lastStart);
        _lastStart = issued;
        return issued;
    }

    private async Task<long> IssueStartAsync(Task previous)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (_issuedStart is null || _issuedStart == state.State.ReservedStarts)
        {
            long before = state.State.ReservedStarts;
            state.State = new SiteState { ReservedStarts = before + StartBlock };
            try
            {
                await state.WriteStateAsync();
            }
            catch
            {
                state.State = new SiteState { ReservedStarts = before };
                throw;
            }

            _issuedStart = before;
        }

        return (_issuedStart = _issuedStart!.Value + 1).Value;
    }

    private async Task<SiteOverview> GatherAsync(SiteConfiguration site)
    {
        SiteOverview overview = await GrainFactory.GetGrain<ISiteFeed>(Key).GetOverviewAsync();
        ImmutableArray<ConnectionStatus?> connections = await BoundedFanOut.SelectAsync(
            site.Description.Connections,
            connection => TryAskAsync<ConnectionStatus?>(async () => await Adapter(connection).GetStatusAsync(), connection.Key));
        return overview with
        {
            Connections = [.. connections.OfType<ConnectionStatus>()],
            Broker = site.Description.Broker is null ? null : await TryAskAsync(async () => await GrainFactory.GetGrain<ISiteBroker>(Key).GetStatusAsync(), "broker"),
        };
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What cannot be started keeps nothing else from starting; it is logged, and tried again by the next start.")]
    private async Task TryStartAsync(string member, Func<Task> start)
    {
        try
        {
            await start();
            if (_notStarted.Remove(member))
            {
                LogStartedAtLast(Key, member);
            }
        }
        catch (Exception fault)
        {
            bool known = _notStarted.TryGetValue(member, out string? reason) && string.Equals(reason, fault.Message, StringComparison.Ordinal);
            _notStarted[member] = fault.Message;
            if (!known)
            {
                LogNotStarted(Key, member, fault.Message);
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A twin or adapter that cannot be asked is missing in the overview; the others are not.")]
    private static async Task<T?> TryAskAsync<T>(Func<Task<T?>> ask, string whom)
    {
        try
        {
            return await ask();
        }
        catch (Exception)
        {
            GrainMetrics.FailedOverviews.Add(1, new KeyValuePair<string, object?>("asked", whom));
            return default;
        }
    }

    private Task ForEachTwinAsync(SiteConfiguration site, Func<IDeviceTwin, Task> action) =>
        BoundedFanOut.ForEachAsync(site.Devices, device => action(Twin(device)));

    private Task ForEachAdapterAsync(SiteConfiguration site, Func<IAdapter, Task> action) =>
        BoundedFanOut.ForEachAsync(site.Description.Connections, connection => action(Adapter(connection)));

    private IDeviceTwin Twin(TwinDefinition device) => GrainFactory.GetGrain<IDeviceTwin>(device.Key.ToString());

    private IAdapter Adapter(ConnectionDescription connection) => GrainFactory.GetGrain<IAdapter>($"{Key}/{connection.Key}");

    private SiteConfiguration Configuration() =>
        catalog.FindSite(Key) ?? throw new InvalidOperationException($"This process has loaded no site '{Key}'.");

    [LoggerMessage(LogLevel.Error, "Site {Site}: {Member} could not be started and is tried again: {Reason}")]
    private partial void LogNotStarted(string site, string member, string reason);

    [LoggerMessage(LogLevel.Information, "Site {Site}: {Member} is started now")]
    private partial void LogStartedAtLast(string site, string member);
}
