using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Twins.Client.Live;
using Twins.Sites;
using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Layout;

/// <summary>The search in the bar: a few matches, moved through with the arrow keys.</summary>
public sealed partial class DeviceSearch
{
    private const int MaximumFound = 10;

    private IReadOnlyList<LiveDevice> _found = [];
    private string _text = "";
    private int _active;

    [Inject]
    private LiveFeed Feed { get; set; } = null!;

    [Inject]
    private SiteCatalog Catalog { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private void Search()
    {
        _active = 0;
        _found = _text.Trim().Length == 0
            ? []
            : [.. new DeviceQuery(_text, DeviceColumn.Name, false).Apply(Feed.Sites.SelectMany(site => site.Devices), Catalog).Take(MaximumFound)];
    }

    private void Key(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                _active = Math.Min(_active + 1, Math.Max(0, _found.Count - 1));
                break;
            case "ArrowUp":
                _active = Math.Max(_active - 1, 0);
                break;
            case "Enter" when _found.Count > 0:
                var target = _found[_active].Key;
                Clear();
                Navigation.NavigateTo($"/devices/{target}");
                break;
            case "Escape":
                Clear();
                break;
        }
    }

    private void Clear()
    {
        _text = "";
        _found = [];
        _active = 0;
    }
}
