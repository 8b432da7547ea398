using Microsoft.AspNetCore.Http.HttpResults;
using Twins.Devices;
using Twins.Api.Problems;
using Twins.Commands;
using Twins.Sites;

namespace Twins.Api.Setpoints;

/// <summary>Hands a setpoint request to its twin, and tells what became of it.</summary>
internal sealed partial class SetpointDispatch(IGrainFactory grains, TimeProvider clock, ILogger<SetpointDispatch> logger)
{
    /// <summary>Hands the request to the twin and waits for the end, or as long as the caller wants to.</summary>
    public async Task<Results<Ok<SetpointAnswer>, AcceptedAtRoute<SetpointAnswer>, ProblemHttpResult>> SendAsync(SetpointCall call, CancellationToken cancellationToken)
    {
        var twin = grains.GetGrain<IDeviceTwin>(call.Device.Key.ToString());

        // Not the caller's token: once dispatched, a command runs to its end, whoever still listens.
        var command = twin.SetAsync(call.Request, CancellationToken.None);
        try
        {
            await ((Task)command).WaitAsync(call.Wait, clock, cancellationToken);
        }
        catch (Exception gone) when (gone is TimeoutException or OperationCanceledException && !command.IsFaulted)
        {
            ObserveEnd(command, call.Request.Id);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Answer(call, command.IsCompleted
            ? await command
            : await twin.GetCommandAsync(call.Request.Id, cancellationToken) ?? JustRequested(call));
    }

    /// <summary>What is known of a command.</summary>
    public async Task<Results<Ok<SetpointAnswer>, ProblemHttpResult>> FindAsync(TwinDefinition device, Guid id, CancellationToken cancellationToken) =>
        await grains.GetGrain<IDeviceTwin>(device.Key.ToString()).GetCommandAsync(id, cancellationToken) is { } command
            && device.Points.TryGetOrdinal(command.Point, out var ordinal)
            ? TypedResults.Ok(SetpointAnswer.From(device.Points[ordinal], command))
            : ApiProblem.Unknown("unknownCommand", $"'{device.Key}' has no command '{id}'.");

    private static Results<Ok<SetpointAnswer>, AcceptedAtRoute<SetpointAnswer>, ProblemHttpResult> Answer(SetpointCall call, Command command)
    {
        var reason = command.Reason;
        return command.Refusal switch
        {
            CommandRefusal.None when HasEnded(command.State) => TypedResults.Ok(SetpointAnswer.From(call.Point, command)),
            CommandRefusal.None => TypedResults.AcceptedAtRoute(
                SetpointAnswer.From(call.Point, command),
                SetpointEndpoints.CommandRoute,
                new { site = call.Device.Key.Site, device = call.Device.Key.Device, id = command.Id }),
            CommandRefusal.Limit => ApiProblem.Unprocessable("limit", reason ?? "The value breaks a limit.", command.Id),
            CommandRefusal.Disconnected => ApiProblem.Disconnected(reason ?? "The device's connection does not work.", command.Id),
            CommandRefusal.Busy => ApiProblem.Busy(reason ?? "Too many commands are in progress for this device.", command.Id),
            CommandRefusal.Storage => ApiProblem.Unavailable("storage", reason ?? "The command cannot be stored, and so was not sent.", command.Id),
            CommandRefusal.Conflict => ApiProblem.Conflict("idempotencyKey", reason ?? "The id belongs to another request.", command.Id),
            CommandRefusal.Selected => ApiProblem.Conflict("selected", reason ?? "Someone else has selected the setpoint.", command.Id),
            CommandRefusal.UnknownDevice => ApiProblem.Unknown("unknownDevice", reason ?? $"'{command.Device}' is not known."),
            _ => ApiProblem.Unknown("unknownPoint", reason ?? $"'{command.Device}' has no setpoint '{command.Point}'."),
        };
    }

    private static bool HasEnded(CommandState state) => state
        is CommandState.Verified or CommandState.Rejected or CommandState.Failed or CommandState.TimedOut
        or CommandState.Superseded or CommandState.Expired or CommandState.Reverted;

    private static Command JustRequested(SetpointCall call) => Command.From(call.Device.Key.ToString(), call.Request);

    private void ObserveEnd(Task<Command> command, Guid id) => _ = command.ContinueWith(
        (ended, _) => LogFault(logger, ended.Exception, id),
        null,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    [LoggerMessage(LogLevel.Error, "Command {Id} ended with an exception after its caller had gone")]
    private static partial void LogFault(ILogger logger, Exception? fault, Guid id);
}
