using Microsoft.AspNetCore.Http.HttpResults;
using Twins.Api.Devices;

namespace Twins.Api.Sites;

/// <summary>Sites and their device lists.</summary>
internal static class SiteEndpoints
{
    /// <summary>Adds the routes below <c>/api/v1/sites</c>.</summary>
    public static void MapSites(this IEndpointRouteBuilder api)
    {
        var sites = api.MapGroup("/sites").WithTags("Sites");
        sites.MapGet("/", ListAsync).WithName("listSites").WithSummary("All sites, each with its power balance.");
        sites.MapGet("/{site}", GetAsync).WithName("getSite").WithSummary("One site with its devices and connections.");
        sites.MapGet("/{site}/devices", ListDevicesAsync).WithName("listDevices").WithSummary("The devices of a site with their health.");
    }

    private static async Task<Ok<SiteSummary[]>> ListAsync(SiteQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ListAsync(cancellationToken));

    private static async Task<Results<Ok<SiteDetails>, ProblemHttpResult>> GetAsync(
        string site, SiteQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(site, cancellationToken) is { } details ? TypedResults.Ok(details) : queries.Unknown(site);

    private static async Task<Results<Ok<DeviceSummary[]>, ProblemHttpResult>> ListDevicesAsync(
        string site, SiteQueries queries, CancellationToken cancellationToken) =>
        await queries.ListDevicesAsync(site, cancellationToken) is { } devices ? TypedResults.Ok(devices) : queries.Unknown(site);
}
