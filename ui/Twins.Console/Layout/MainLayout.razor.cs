using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Twins.OperatorConsole.Layout;

/// <summary>The frame around every page.</summary>
public sealed partial class MainLayout
{
    private ErrorBoundary? _errors;
    private string _here = "";

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // With a base address a bare "#main" would lead to the root page.
        _here = new Uri(Navigation.Uri).PathAndQuery;
        _errors?.Recover();
    }
}
