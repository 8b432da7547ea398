using Twins.Client.Live;
using Twins.Sites;

namespace Twins.OperatorConsole.Devices;

/// <summary>A column by which devices can be sorted.</summary>
public enum DeviceColumn
{
    /// <summary>The worst first.</summary>
    Condition,

    /// <summary>The device's name.</summary>
    Name,

    /// <summary>The site's name.</summary>
    Site,

    /// <summary>The kind of asset.</summary>
    Type,
}

/// <summary>What a device list shows: filtered and sorted here, on the server; the browser gets the visible rows only.</summary>
/// <param name="Text">Words that must all occur in name, key, type, product or site; empty shows all.</param>
/// <param name="Column">The column to sort by; equals by key.</param>
/// <param name="Descending">Whether the order is turned round.</param>
public sealed record DeviceQuery(string Text, DeviceColumn Column, bool Descending)
{
    /// <summary>The matching devices in order.</summary>
    public IReadOnlyList<LiveDevice> Apply(IEnumerable<LiveDevice> devices, SiteCatalog catalog)
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var matching = devices.Where(device => Matches(device, catalog, words));
        var ordered = Column switch
        {
            DeviceColumn.Condition => matching.OrderBy(device => DeviceSummary.Of(device).Note.Level),
            DeviceColumn.Site => matching.OrderBy(device => SiteTitle(device, catalog), StringComparer.CurrentCultureIgnoreCase),
            DeviceColumn.Type => matching.OrderBy(device => device.Definition.Type.Title, StringComparer.CurrentCultureIgnoreCase),
            _ => matching.OrderBy(device => device.Definition.Entry.Title, StringComparer.CurrentCultureIgnoreCase),
        };
        var list = ordered.ThenBy(device => device.Key.ToString(), StringComparer.Ordinal).ToList();
        if (Descending)
        {
            list.Reverse();
        }
        return list;
    }

    /// <summary>The query after a click on a column's head: another column ascending, the same one turned round.</summary>
    public DeviceQuery SortBy(DeviceColumn column) => this with { Column = column, Descending = column == Column && !Descending };

    private static bool Matches(LiveDevice device, SiteCatalog catalog, string[] words)
    {
        if (words.Length == 0)
        {
            return true;
        }
        var definition = device.Definition;
        var text = string.Join(
            '\n', [device.Key.ToString(), definition.Entry.Title, definition.Type.Title, SiteTitle(device, catalog),
                .. definition.Description.Products.Select(product => $"{product.Brand} {product.Model}")]);
        return words.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string SiteTitle(LiveDevice device, SiteCatalog catalog) => catalog.FindSite(device.Key.Site)!.Description.Title;
}
