using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Twins.Client.Live;
using Twins.Sites;

namespace Twins.OperatorConsole.Devices;

/// <summary>The devices of one site or of all: filtered, sorted and paged on the server; each visible row keeps itself live.</summary>
public sealed partial class DeviceList
{
    private Virtualize<LiveDevice>? _rows;
    private IReadOnlyList<LiveDevice> _all = [];
    private IReadOnlyList<LiveDevice> _matching = [];
    private DeviceQuery _query = new("", DeviceColumn.Name, false);

    /// <summary>The site whose devices are listed; null lists all.</summary>
    [Parameter]
    public LiveSite? Site { get; set; }

    [Inject]
    private LiveFeed Feed { get; set; } = null!;

    [Inject]
    private SiteCatalog Catalog { get; set; } = null!;

    // Only a site's page watches every device that it lists: only there can the worst be sorted to the top.
    private (DeviceColumn Column, string Title)[] Columns => Site is null
        ? [(DeviceColumn.Name, "Device"), (DeviceColumn.Condition, "Condition"), (DeviceColumn.Site, "Site"), (DeviceColumn.Type, "Type")]
        : [(DeviceColumn.Name, "Device"), (DeviceColumn.Condition, "Condition"), (DeviceColumn.Type, "Type")];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _all = Site is { } site ? site.Devices : [.. Feed.Sites.SelectMany(each => each.Devices)];
        _matching = _query.Apply(_all, Catalog);
    }

    private ValueTask<ItemsProviderResult<LiveDevice>> ProvideAsync(ItemsProviderRequest request) =>
        ValueTask.FromResult(new ItemsProviderResult<LiveDevice>(_matching.Skip(request.StartIndex).Take(request.Count), _matching.Count));

    private Task FilterAsync(string text) => ShowAsync(_query with { Text = text });

    private Task SortAsync(DeviceColumn column) => ShowAsync(_query.SortBy(column));

    private async Task ShowAsync(DeviceQuery query)
    {
        _query = query;
        _matching = query.Apply(_all, Catalog);
        if (_rows is not null)
        {
            await _rows.RefreshDataAsync();
        }
    }

    private string? AriaSort(DeviceColumn column) => column != _query.Column ? null : _query.Descending ? "descending" : "ascending";

    private string? Arrow(DeviceColumn column) => column != _query.Column ? null : _query.Descending ? " ▼" : " ▲";
}
