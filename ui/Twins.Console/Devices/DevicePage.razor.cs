using Microsoft.AspNetCore.Components;
using Twins.Client.Live;
using Twins.Sites;
using Twins.OperatorConsole.Commands;

namespace Twins.OperatorConsole.Devices;

/// <summary>One device: one layout for all kinds, made from the description.</summary>
public sealed partial class DevicePage
{
    private CommandPanel? _commands;

    /// <summary>The site's key.</summary>
    [Parameter]
    public string SiteKey { get; set; } = "";

    /// <summary>The device's key within the site.</summary>
    [Parameter]
    public string DeviceKeyText { get; set; } = "";

    [Inject]
    private LiveFeed Feed { get; set; } = null!;

    [Inject]
    private SiteCatalog Catalog { get; set; } = null!;

    private LiveDevice? Device => Feed.FindDevice(new DeviceKey(SiteKey, DeviceKeyText));

    private SiteConfiguration? Site => Catalog.FindSite(SiteKey);

    private string Products => string.Join(", ", Device!.Definition.Description.Products.Select(product => $"{product.Brand} {product.Model}"));
}
