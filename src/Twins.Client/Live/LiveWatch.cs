namespace Twins.Client.Live;

/// <summary>Keeps a site live in this process until it is disposed.</summary>
public sealed class LiveWatch : IAsyncDisposable
{
    private SiteWatcher? _watcher;

    internal LiveWatch(SiteWatcher watcher, LiveSite site)
    {
        _watcher = watcher;
        Site = site;
    }

    /// <summary>The watched site.</summary>
    public LiveSite Site { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _watcher, null)?.Release();
        return ValueTask.CompletedTask;
    }
}
