using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Twins.Api.Devices;

namespace Twins.Api.Setpoints;

/// <summary>Setpoints: asked for, sent, read back, told as they are.</summary>
internal static class SetpointEndpoints
{
    private const string WaitHelp = "How long to wait for the end: an ISO 8601 duration or seconds, 10 s by default, 60 s at most.";
    private const string IdHelp = "A UUID under which the command is known; the same id again answers with the same command.";

    /// <summary>Adds the route.</summary>
    public static void MapSetpoints(this IEndpointRouteBuilder api) => api
        .MapPut("/devices/{site}/{device}/setpoints/{point}", PutAsync)
        .WithTags("Setpoints").WithName("setSetpoint").WithSummary("Sets a setpoint and waits until the device's read-back decides.")
        .WithMetadata(new RequestSizeLimitAttribute(SetpointBodyReader.GreatestBody))
        .Accepts<SetpointBody>("application/json")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<SetpointAnswer>, ProblemHttpResult>> PutAsync(
        string site,
        string device,
        string point,
        [Description(WaitHelp)] string? wait,
        [FromHeader(Name = "Idempotency-Key"), Description(IdHelp)] string? idempotencyKey,
        HttpRequest request,
        DeviceQueries devices,
        SetpointCallReader reader,
        SetpointDispatch dispatch,
        CancellationToken cancellationToken)
    {
        var target = devices.Find(site, device);
        if (!target.Succeeded)
        {
            return target.Problem;
        }

        var body = await SetpointBodyReader.ReadAsync(request, cancellationToken);
        if (!body.Succeeded)
        {
            return body.Problem;
        }

        var call = reader.Read(target.Value, point, body.Value, wait, idempotencyKey);
        return call.Succeeded ? await dispatch.SendAsync(call.Value, cancellationToken) : call.Problem;
    }
}
