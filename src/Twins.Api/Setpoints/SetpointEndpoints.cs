using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Twins.Api.Devices;

namespace Twins.Api.Setpoints;

/// <summary>Setpoints: asked for, sent, read back, told as they are.</summary>
internal static class SetpointEndpoints
{
    /// <summary>Name of the route of one command.</summary>
    public const string CommandRoute = "getCommand";

    private const string WaitHelp = "How long to wait for the end: an ISO 8601 duration or seconds, 10 s by default, 20 s at most.";
    private const string IdHelp = "A UUID under which the command is known; the same id again answers with the same command, whatever restarts between.";

    /// <summary>Adds the routes: commanding, and asking what became of a command.</summary>
    public static void MapSetpoints(this IEndpointRouteBuilder commanding) => commanding
        .MapPut("/devices/{site}/{device}/setpoints/{point}", PutAsync)
        .WithTags("Setpoints").WithName("setSetpoint").WithSummary("Sets a setpoint and waits until the device's read-back decides.")
        .WithDescription("200 when the command has ended, 202 with its id and state while it has not: ask for it again by its id.")
        .WithMetadata(new RequestSizeLimitAttribute(SetpointBody.MaxBytes))
        .Accepts<SetpointBody>("application/json")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status408RequestTimeout)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Adds the routes that only read.</summary>
    public static void MapCommands(this IEndpointRouteBuilder reading) => reading
        .MapGet("/devices/{site}/{device}/commands/{id:guid}", GetAsync)
        .WithTags("Setpoints").WithName(CommandRoute).WithSummary("A command with every stage it has reached.");

    private static async Task<Results<Ok<SetpointAnswer>, ProblemHttpResult>> GetAsync(
        string site, string device, Guid id, DeviceQueries devices, SetpointDispatch dispatch, CancellationToken cancellationToken)
    {
        var target = devices.Find(site, device);
        return target.Succeeded ? await dispatch.FindAsync(target.Value, id, cancellationToken) : target.Problem;
    }

    private static async Task<Results<Ok<SetpointAnswer>, AcceptedAtRoute<SetpointAnswer>, ProblemHttpResult>> PutAsync(
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

        var body = await SetpointBody.ReadAsync(request, cancellationToken);
        if (!body.Succeeded)
        {
            return body.Problem;
        }

        var call = reader.Read(target.Value, point, body.Value, wait, idempotencyKey);
        return call.Succeeded ? await dispatch.SendAsync(call.Value, cancellationToken) : call.Problem;
    }
}
