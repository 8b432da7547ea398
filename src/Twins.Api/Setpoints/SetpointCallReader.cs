using Twins.Api.Json;
using Twins.Api.Problems;
using Twins.Commands;
using Twins.Sites;

namespace Twins.Api.Setpoints;

/// <summary>Understands a setpoint request against what is described, before a twin is asked to do anything.</summary>
internal sealed class SetpointCallReader(TimeProvider clock)
{
    /// <summary>How long a call waits when it does not say.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may wait: no longer than the grain call that carries it.</summary>
    public static TimeSpan MaxWait => SetpointLimits.MaxWait;

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
            return ApiProblem.Malformed("badWait", $"wait is '{wait}'; expected a duration such as PT10S, or seconds, up to {IsoDuration.Format(MaxWait)}.");
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

    private static bool TryReadWait(string? text, out TimeSpan wait)
    {
        wait = DefaultWait;
        return text is null || (IsoDuration.TryParseOrSeconds(text, out wait) && wait >= TimeSpan.Zero && wait <= MaxWait);
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
}
