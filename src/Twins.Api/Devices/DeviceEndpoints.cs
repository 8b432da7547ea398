using Microsoft.AspNetCore.Http.HttpResults;

namespace Twins.Api.Devices;

/// <summary>Devices with their points.</summary>
internal static class DeviceEndpoints
{
    /// <summary>Adds the routes below <c>/api/v1/devices</c>.</summary>
    public static void MapDevices(this IEndpointRouteBuilder api) => api
        .MapGet("/devices/{site}/{device}", GetAsync)
        .WithTags("Devices").WithName("getDevice").WithSummary("One device with the latest value of every point.");

    private static async Task<Results<Ok<DeviceDetails>, ProblemHttpResult>> GetAsync(
        string site, string device, DeviceQueries queries, CancellationToken cancellationToken)
    {
        var found = queries.Find(site, device);
        return found.Succeeded ? TypedResults.Ok(await queries.GetAsync(found.Value, cancellationToken)) : found.Problem;
    }
}
