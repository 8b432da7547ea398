using Microsoft.AspNetCore.Components;
using Twins.Client.Live;

namespace Twins.OperatorConsole.Live;

/// <summary>Keeps a site live as long as it is on the screen; shows nothing itself.</summary>
public sealed class WatchSite : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Task<LiveWatch>? _watch;

    /// <summary>The site's key. A component watches one site: key it by the site where that can change.</summary>
    [Parameter, EditorRequired]
    public string Site { get; set; } = "";

    [Inject]
    private LiveFeed Feed { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        // Not awaited on the circuit: the first reading of a site may still be under way.
        _ = ReleaseAsync();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => _watch = Feed.WatchAsync(Site, _gone.Token);

    private async Task ReleaseAsync()
    {
        try
        {
            if (_watch is not null)
            {
                await (await _watch).DisposeAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // It left the screen before its site was read: the feed has let go already.
        }
    }
}
