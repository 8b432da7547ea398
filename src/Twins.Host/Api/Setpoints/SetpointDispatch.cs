using Microsoft.AspNetCore.Http.HttpResults;
using Twins.Contracts.Devices;
using Twins.Hosting.Api.Json;
using Twins.Hosting.Api.Problems;
using Twins.Model;
using Twins.Model.Commands;
using Twins.Model.Points;
using Twins.Model.Sites;

namespace Twins.Hosting.Api.Setpoints;

/// <summary>Reads a setpoint request against the description, hands it to the twin, and tells what became of it.</summary>
internal sealed partial class SetpointDispatch(IGrainFactory grains, TimeProvider clock, ILogger<SetpointDispatch> logger)
{
    /// <summary>How long a call waits when it does not say.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Understands a request, or says what is wrong with it.</summary>
    public Read<SetpointCall> Read(TwinDefinition device, string key, SetpointBody body, string? wait, string? idempotencyKey)
    {
        if (!device.Points.TryGetOrdinal(key, out var ordinal))
        {
            return ApiProblem.Unknown("unknownPoint", $"'{device.Key}' has no point '{key}'.");
        }

        var point = device.Points[ordinal];
        if (point.Setpoint is null)
        {
            return ApiProblem.Unknown("notASetpoint", $"'{point.Key}' of '{device.Key}' is a {point.Kind} and cannot be set.");
        }

        if (!TryReadWait(wait, out var waitFor))
        {
            return ApiProblem.Malformed("badWait", $"wait is '{wait}'; expected a duration such as PT10S, or seconds, up to {IsoDuration.Format(LongestWait)}.");
        }

        if (!TryReadId(idempotencyKey, out var id))
        {
            return ApiProblem.Malformed("badIdempotencyKey", $"Idempotency-Key is '{idempotencyKey}', expected a UUID.");
        }

        if (!TryReadValidity(body.ValidFor, out var validFor))
        {
            return ApiProblem.Malformed("badValidFor", $"validFor is '{body.ValidFor}', expected a positive ISO 8601 duration such as PT5M.");
        }

        var value = PointValueReader.Parse(body, point);
        return value.Succeeded
            ? new SetpointCall(
                device, point, new(id, point.Key, value.Value, validFor, CommandOrigin.ApiClient, "API client", Timestamp.Now(clock)), waitFor)
            : value.Problem;
    }

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

    private static Results<Ok<SetpointAnswer>, ProblemHttpResult> Answer(SetpointCall call, CommandOutcome outcome)
    {
        if (outcome.Device != call.Device.Key.ToString() || outcome.Point != call.Request.Point || outcome.Requested != call.Request.Value)
        {
            return ApiProblem.Unprocessable(
                "idempotencyKeyReused", $"The id {outcome.Id} already belongs to another request for '{outcome.Point}' of '{outcome.Device}'.", outcome.Id);
        }

        var reason = outcome.Stages.IsDefaultOrEmpty ? null : outcome.Stages[^1].Reason;
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

    private static CommandOutcome JustRequested(SetpointCall call) => new(
        call.Request.Id,
        call.Device.Key.ToString(),
        call.Request.Point,
        CommandState.Requested,
        CommandRefusal.None,
        [new CommandStage(CommandState.Requested, call.Request.RequestedAt, null)],
        call.Request.Value,
        PointValue.None,
        null);

    private static bool TryReadWait(string? text, out TimeSpan wait)
    {
        wait = DefaultWait;
        return text is null || (IsoDuration.TryParseOrSeconds(text, out wait) && wait >= TimeSpan.Zero && wait <= LongestWait);
    }

    private bool TryReadId(string? text, out Guid id)
    {
        id = text is null ? Guid.CreateVersion7(clock.GetUtcNow()) : default;
        return text is null || Guid.TryParse(text, out id);
    }

    private static bool TryReadValidity(string? text, out TimeSpan? validFor)
    {
        validFor = IsoDuration.TryParse(text, out var given) ? given : null;
        return text is null || validFor > TimeSpan.Zero;
    }

    private void ObserveEnd(Task<CommandOutcome> command, Guid id) => _ = command.ContinueWith(
        (ended, _) => LogFault(logger, ended.Exception, id),
        null,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);

    [LoggerMessage(LogLevel.Error, "Command {Id} ended with an exception after its caller had gone")]
    private static partial void LogFault(ILogger logger, Exception? fault, Guid id);
}
