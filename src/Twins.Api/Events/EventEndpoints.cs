using System.ComponentModel;
using Twins.Api.Problems;

namespace Twins.Api.Events;

/// <summary>Live changes as server-sent events.</summary>
internal static class EventEndpoints
{
    /// <summary>Adds the route.</summary>
    public static void MapEvents(this IEndpointRouteBuilder api) => api
        .MapGet("/events", StreamAsync)
        .WithTags("Events").WithName("streamEvents")
        .WithSummary("The current state of the chosen devices, then every change, as server-sent events.")
        .Produces<DeviceChangeEvent>(StatusCodes.Status200OK, "text/event-stream")
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> StreamAsync(
        [Description("Key of a site")] string? site,
        [Description("A device, site/device, or its key within the site")] string? device,
        [Description("Key of a point")] string? point,
        EventFilters filters,
        EventStreams streams,
        HttpContext context)
    {
        var filter = filters.Read(site, device, point);
        if (!filter.Succeeded)
        {
            return filter.Problem;
        }

        return await streams.TryRunAsync(filter.Value, context)
            ? Results.Empty
            : ApiProblem.Busy($"There are already {EventStreams.Greatest} event streams, the limit of this process.");
    }
}
