using Microsoft.AspNetCore.Components;
using Twins.Sites;
using Twins.OperatorConsole.Live;

namespace Twins.OperatorConsole.Fleet;

/// <summary>Every site at a glance, worst first.</summary>
public sealed partial class FleetPage : IDisposable
{
    private IReadOnlyList<WatchedSite> _watched = [];

    [Inject]
    private SiteCatalog Catalog { get; set; } = null!;

    [Inject]
    private OverviewFeed Overviews { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var site in _watched)
        {
            site.Overview.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        _watched = [.. Catalog.Sites.Select(site => new WatchedSite(site.Description, Overviews.Watch(site.Description.Key)))];
}

/// <summary>A site and the hold on its overview.</summary>
/// <param name="Site">The site.</param>
/// <param name="Overview">The hold.</param>
public sealed record WatchedSite(SiteDescription Site, OverviewHandle Overview)
{
    /// <summary>The site as of now.</summary>
    public SiteSummary Summary(DateTimeOffset now) => SiteSummary.Of(Site, Overview.State, now);
}
