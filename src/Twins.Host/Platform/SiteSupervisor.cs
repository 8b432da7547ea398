using System.Collections.Concurrent;
using Twins.Grains.Placement;
using Twins.Sites;

namespace Twins.Hosting.Platform;

/// <summary>
/// Keeps the sites of the cluster running: asks each site to start every ten seconds, and at once when a silo came or went, so that what a
/// lost silo held starts elsewhere. Starting is safe to repeat. At the end it stops the sites that live on this silo, adapters before
/// twins, and no other: the rest of the cluster goes on, and takes them over.
/// </summary>
internal sealed partial class SiteSupervisor(
    SiteCatalog catalog, IGrainFactory grains, ISiloStatusOracle silos, TimeProvider clock, ILogger<SiteSupervisor> logger)
    : BackgroundService, ISiloStatusListener
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, SiteState> _states = new(StringComparer.Ordinal);
    private TaskCompletionSource _membersChanged = NewSignal();
    private volatile bool _stopping;

    // The last state in which a site was found; a site that moves from silo to silo keeps it meanwhile.
    private enum SiteState
    {
        NotYet,
        Waiting,
        Started,
    }

    /// <summary>Whether every site was found running somewhere in the cluster, or waiting for a silo that reaches its field.</summary>
    public bool Ready => !_stopping && catalog.Sites.All(site => _states.GetValueOrDefault(site.Description.Key) != SiteState.NotYet);

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status is SiloStatus.Active or SiloStatus.Dead)
        {
            Interlocked.Exchange(ref _membersChanged, NewSignal()).TrySetResult();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(catalog.Sites.Select(site => StopAsync(site.Description.Key, cancellationToken)));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        try
        {
            await Task.WhenAll(catalog.Sites.Select(site => SuperviseAsync(site.Description.Key, stoppingToken)));
        }
        finally
        {
            silos.UnSubscribeFromSiloStatusEvents(this);
        }
    }

    private async Task SuperviseAsync(string site, CancellationToken cancellationToken)
    {
        var retry = FirstRetry;
        string? reported = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = Volatile.Read(ref _membersChanged).Task;
            var fault = await StartAsync(site, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            reported = Report(site, fault, reported);
            retry = fault is null ? FirstRetry : Min(2 * retry, Period);
            await changed.WaitAsync(fault is null ? Period : retry, clock, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Exception?> StartAsync(string site, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<ISite>(site).StartAsync(cancellationToken);
            return null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return fault;
        }
    }

    private async Task StopAsync(string site, CancellationToken cancellationToken)
    {
        if (_states.GetValueOrDefault(site) != SiteState.Started)
        {
            return;
        }

        try
        {
            var owner = await grains.GetGrain<ISiteOwner>(site).LocateAsync().WaitAsync(StopTimeout, clock, cancellationToken);
            if (owner.Equals(silos.SiloAddress))
            {
                await grains.GetGrain<ISite>(site).StopAsync(cancellationToken).WaitAsync(StopTimeout, clock, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogNotStopped(site, fault.Message);
        }
    }

    // Each state is said once, until it changes.
    private string? Report(string site, Exception? fault, string? reported)
    {
        var wasReady = Ready;
        var waits = SiteWithoutPlace.IsCause(fault);
        if (fault is null || waits)
        {
            _states[site] = fault is null ? SiteState.Started : SiteState.Waiting;
        }

        var text = waits ? SiteWithoutPlace.Message(site) : fault?.Message;
        if (string.Equals(text, reported, StringComparison.Ordinal))
        {
            text = reported;
        }
        else if (waits)
        {
            LogWaiting(text!);
        }
        else if (fault is not null)
        {
            LogNotStarted(fault, site);
        }
        else
        {
            LogRunsAgain(site);
        }

        if (Ready && !wasReady)
        {
            var started = catalog.Sites.Where(known => _states.GetValueOrDefault(known.Description.Key) == SiteState.Started).ToList();
            LogStarted(started.Count, started.Sum(known => known.Devices.Length));
        }

        return text;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Information, "{Sites} sites with {Devices} devices run")]
    private partial void LogStarted(int sites, int devices);

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(LogLevel.Information, "Site {Site} runs now")]
    private partial void LogRunsAgain(string site);

    [LoggerMessage(LogLevel.Warning, "Site {Site} did not stop in order: {Reason}")]
    private partial void LogNotStopped(string site, string reason);

    [LoggerMessage(LogLevel.Error, "Site {Site} could not be started and is tried again")]
    private partial void LogNotStarted(Exception fault, string site);
}
