using Twins.Sites;

namespace Twins.Hosting.Platform;

/// <summary>Starts the sites once the engine runs, and stops them before it ends.</summary>
internal sealed partial class SiteStarter(SiteCatalog catalog, IGrainFactory grains, TimeProvider clock, ILogger<SiteStarter> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private volatile bool _started;

    /// <summary>Whether every site was started.</summary>
    public bool Started => _started;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(catalog.Sites.Select(site => StartAsync(site, stoppingToken)));
        _started = true;
        LogStarted(catalog.Sites.Length, catalog.Sites.Sum(site => site.Devices.Length));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _started = false;
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(catalog.Sites.Select(site => StopAsync(site, cancellationToken)));
    }

    private async Task StartAsync(SiteConfiguration site, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await grains.GetGrain<ISite>(site.Description.Key).StartAsync(cancellationToken);
                return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotStarted(fault, site.Description.Key, RetryAfter);
            }

            await Task.Delay(RetryAfter, clock, cancellationToken);
        }
    }

    private async Task StopAsync(SiteConfiguration site, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<ISite>(site.Description.Key).StopAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            LogNotStopped(fault, site.Description.Key);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Sites} sites with {Devices} devices started")]
    private partial void LogStarted(int sites, int devices);

    [LoggerMessage(LogLevel.Error, "Site {Site} could not be started; next attempt in {Delay}")]
    private partial void LogNotStarted(Exception fault, string site, TimeSpan delay);

    [LoggerMessage(LogLevel.Warning, "Site {Site} did not stop in order")]
    private partial void LogNotStopped(Exception fault, string site);
}
