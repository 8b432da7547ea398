using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Twins.Api.Problems;

namespace Twins.Api.Events;

/// <summary>Live changes as server-sent events.</summary>
internal static class EventEndpoints
{
    private const string LastEventHelp = "Id of the last event seen: what was missed since then follows, as long as the host still has it; else the state anew";

    /// <summary>Adds the route.</summary>
    public static void MapEvents(this IEndpointRouteBuilder api) => api
        .MapGet("/events", Stream)
        .WithTags("Events").WithName("streamEvents")
        .WithSummary("The current state of the chosen devices, then every change, as server-sent events.")
        .Produces<DeviceChangeEvent>(StatusCodes.Status200OK, "text/event-stream")
        .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static IResult Stream(
        [Description("Key of a site")] string? site,
        [Description("A device, site/device, or its key within the site")] string? device,
        [Description("Key of a point")] string? point,
        [FromHeader(Name = "Last-Event-ID"), Description(LastEventHelp)] string? lastEventId,
        EventFilters filters,
        EventStreams streams,
        HttpContext context)
    {
        var filter = filters.Read(site, device, point);
        if (!filter.Succeeded)
        {
            return filter.Problem;
        }

        if (HeadRequests.IsHead(context))
        {
            return TypedResults.Content("", "text/event-stream");
        }

        return streams.TryOpen(filter.Value, lastEventId) is { } events
            ? TypedResults.ServerSentEvents(events)
            : ApiProblem.Busy($"There are already {EventStreams.MaxOpen} event streams, the limit of this process.");
    }
}
