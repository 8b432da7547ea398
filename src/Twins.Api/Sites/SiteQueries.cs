using Microsoft.AspNetCore.Http.HttpResults;
using Twins.Sites;
using Twins.Api.Devices;
using Twins.Api.Problems;

namespace Twins.Api.Sites;

/// <summary>Joins what is described about sites with what their grains report.</summary>
internal sealed class SiteQueries(SiteCatalog catalog, IGrainFactory grains, ApiSettings settings)
{
    /// <summary>All sites, ordered by key.</summary>
    public Task<SiteSummary[]> ListAsync(CancellationToken cancellationToken) => Task.WhenAll(
        catalog.Sites.Select(async site => SiteSummary.From(
            site.Description, settings.Simulate, await OverviewAsync(site, cancellationToken))));

    /// <summary>One site; null when there is none of that key.</summary>
    public async Task<SiteDetails?> FindAsync(string key, CancellationToken cancellationToken) =>
        catalog.FindSite(key) is { } site
            ? SiteDetails.From(site, settings.Simulate, await OverviewAsync(site, cancellationToken))
            : null;

    /// <summary>The devices of a site; null when there is none of that key.</summary>
    public async Task<DeviceSummary[]?> ListDevicesAsync(string key, CancellationToken cancellationToken) =>
        catalog.FindSite(key) is { } site
            ? SiteDetails.DevicesOf(site, await OverviewAsync(site, cancellationToken))
            : null;

    /// <summary>The problem of a site that does not exist.</summary>
    public ProblemHttpResult Unknown(string site) => ApiProblem.Unknown(
        "unknownSite", $"There is no site '{site}'; there are {string.Join(", ", catalog.Sites.Select(known => known.Description.Key))}.");

    private Task<SiteOverview> OverviewAsync(SiteConfiguration site, CancellationToken cancellationToken) =>
        grains.GetGrain<ISite>(site.Description.Key).GetOverviewAsync(cancellationToken);
}
