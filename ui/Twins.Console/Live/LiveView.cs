using Microsoft.AspNetCore.Components;

namespace Twins.OperatorConsole.Live;

/// <summary>
/// Base of the small components that show live data. Between two renders by its parent it redraws itself, on the circuit's
/// render clock and only when <see cref="Stamp"/> has changed; its surroundings are never redrawn with it.
/// </summary>
public abstract class LiveView : ComponentBase, ILiveView, IDisposable
{
    private object? _shown;

    /// <summary>The circuit's render clock.</summary>
    [Inject]
    protected RenderTicker Ticker { get; set; } = null!;

    /// <summary>Everything that the view shows, in a value that is equal as long as the view would look the same.</summary>
    protected abstract object Stamp();

    /// <inheritdoc/>
    protected override void OnInitialized() => Ticker.Add(this);

    /// <inheritdoc/>
    protected override void OnParametersSet() => _shown = Stamp();

    /// <inheritdoc/>
    public void OnTick()
    {
        var stamp = Stamp();
        if (!stamp.Equals(_shown))
        {
            _shown = stamp;
            StateHasChanged();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves the render clock.</summary>
    protected virtual void Dispose(bool disposing) => Ticker.Remove(this);
}
