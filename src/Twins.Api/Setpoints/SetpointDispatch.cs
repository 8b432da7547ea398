using Microsoft.AspNetCore.Http.HttpResults;
using Twins.Devices;
using Twins.Api.Problems;
using Twins.Commands;
using Twins.Points;

namespace Twins.Api.Setpoints;

/// <summary>Hands a setpoint request to its twin, and tells what became of it.</summary>
internal sealed partial class SetpointDispatch(IGrainFactory grains, TimeProvider clock, ILogger<SetpointDispatch> logger)
{
    /// <summary>Hands the request to the twin and waits for the end, or as long as the caller wants to.</summary>
    public async Task<Results<Ok<SetpointAnswer>, ProblemHttpResult>> SendAsync(SetpointCall call, CancellationToken cancellationToken)
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

    private static Results<Ok<SetpointAnswer>, ProblemHttpResult> Answer(SetpointCall call, Command outcome)
    {
        var reason = outcome.Reason;
        return outcome.Refusal switch
        {
            CommandRefusal.None => TypedResults.Ok(SetpointAnswer.From(call.Point, outcome)),
            CommandRefusal.Limit => ApiProblem.Unprocessable("limit", reason ?? "The value breaks a limit.", outcome.Id),
            CommandRefusal.Disconnected => ApiProblem.Disconnected(reason ?? "The device's connection does not work.", outcome.Id),
            CommandRefusal.Busy => ApiProblem.Busy(reason ?? "Too many commands are under way for this device.", outcome.Id),
            CommandRefusal.UnknownDevice => ApiProblem.Unknown("unknownDevice", reason ?? $"'{outcome.Device}' is not known."),
            _ => ApiProblem.Unknown("unknownPoint", reason ?? $"'{outcome.Device}' has no setpoint '{outcome.Point}'."),
        };
    }

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
