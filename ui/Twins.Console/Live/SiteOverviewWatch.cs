using Microsoft.Extensions.Logging;
using Twins.Sites;

namespace Twins.OperatorConsole.Live;

/// <summary>What is known of a site at a glance. A new record whenever something changed, so that views can compare by reference.</summary>
/// <param name="Overview">The last overview; null before the first.</param>
/// <param name="Error">Why the last reading failed; null when it succeeded. The overview is then the last one known.</param>
public sealed record SiteOverviewState(SiteOverview? Overview, string? Error);

/// <summary>Reads one site's overview once a second; never two readings at a time.</summary>
public sealed class SiteOverviewWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly ISite _site;
    private readonly string _key;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();

    internal SiteOverviewWatch(ISite site, string key, TimeProvider clock, ILogger log)
    {
        _site = site;
        _key = key;
        _log = log;
        _ = RunAsync(clock);
    }

    /// <summary>The last overview and how the reading of it goes.</summary>
    public SiteOverviewState State { get; private set; } = new(null, null);

    internal int Viewers { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync(TimeProvider clock)
    {
        var stop = _stop.Token;
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                await ReadAsync(stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            State = new(await _site.GetOverviewAsync(stop), null);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            if (State.Error is null)
            {
                _log.LogWarning(error, "The overview of site {Site} cannot be read", _key);
            }
            State = State with { Error = error.Message };
        }
    }
}
