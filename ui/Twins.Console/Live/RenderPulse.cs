using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Twins.OperatorConsole.Live;

/// <summary>
/// Turns each tick into one render batch. A <c>StateHasChanged</c> outside a render is a batch, and a message to the browser, of
/// its own; called from within a render it joins that batch. So this component renders itself and lets the views look while it does.
/// </summary>
public sealed class RenderPulse : ComponentBase, IDisposable
{
    private bool _disposed;

    [Inject]
    private RenderTicker Ticker { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        // Not during prerendering, which renders once and for all.
        if (firstRender)
        {
            Ticker.Start(() => _ = InvokeAsync(Tick));
        }
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder) => Ticker.Pulse();

    /// <inheritdoc/>
    public void Dispose() => _disposed = true;

    private void Tick()
    {
        if (!_disposed)
        {
            StateHasChanged();
        }
    }
}
