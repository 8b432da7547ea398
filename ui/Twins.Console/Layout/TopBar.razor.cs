using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Layout;

/// <summary>Name, navigation, search, clock, and the person's choices of time zone and theme.</summary>
public sealed partial class TopBar : IAsyncDisposable
{
    private IJSObjectReference? _preferences;

    [Inject]
    private TimeDisplay Times { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_preferences?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its module with it.
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _preferences = await Browser.InvokeAsync<IJSObjectReference>("import", "./shell/preferences.js");
            var zone = await _preferences.InvokeAsync<string>("timeZone");
            Times.UseZone(zone, await _preferences.InvokeAsync<bool>("prefersUtc"));
            StateHasChanged();
        }
    }

    private async Task ToggleUtcAsync()
    {
        Times.ShowUtc(!Times.Utc);
        await (_preferences?.InvokeVoidAsync("rememberUtc", Times.Utc) ?? ValueTask.CompletedTask);
    }

    private async Task ToggleThemeAsync() => await (_preferences?.InvokeVoidAsync("toggleTheme") ?? ValueTask.CompletedTask);
}
