using Microsoft.AspNetCore.Http.HttpResults;

namespace Twins.Api.Problems;

/// <summary>Errors as RFC 9457 problem details. <c>code</c> names the error for programs, <c>detail</c> says it for people.</summary>
internal static class ApiProblem
{
    private const int MaxDetail = 500;

    /// <summary>Media type of every error.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>A request that cannot be understood: 400.</summary>
    public static ProblemHttpResult Malformed(string code, string detail) =>
        Make(StatusCodes.Status400BadRequest, code, "The request cannot be understood", detail);

    /// <summary>Something that does not exist: 404.</summary>
    public static ProblemHttpResult Unknown(string code, string detail) =>
        Make(StatusCodes.Status404NotFound, code, "Not found", detail);

    /// <summary>A request that is understood, but breaks a rule or limit: 422.</summary>
    public static ProblemHttpResult Unprocessable(string code, string detail, Guid? command = null) =>
        Make(StatusCodes.Status422UnprocessableEntity, code, "The value is not allowed", detail, command);

    /// <summary>Too many requests of a kind under way: 429.</summary>
    public static ProblemHttpResult Busy(string detail, Guid? command = null) =>
        Make(StatusCodes.Status429TooManyRequests, "busy", "Too much at once", detail, command);

    /// <summary>A device that cannot be reached: 503.</summary>
    public static ProblemHttpResult Disconnected(string detail, Guid? command = null) =>
        Make(StatusCodes.Status503ServiceUnavailable, "disconnected", "The device is not connected", detail, command);

    /// <summary>A request that contradicts what is known: 409.</summary>
    public static ProblemHttpResult Conflict(string code, string detail, Guid? command = null) =>
        Make(StatusCodes.Status409Conflict, code, "Contradiction", detail, command);

    /// <summary>Something that works again later: 503.</summary>
    public static ProblemHttpResult Unavailable(string code, string detail, Guid? command = null) =>
        Make(StatusCodes.Status503ServiceUnavailable, code, "The platform cannot do this now", detail, command);

    /// <summary>A text that a client sent, or that repeats it, as far as an answer repeats it.</summary>
    public static string Excerpt(string text) => text.Length <= MaxDetail ? text : string.Concat(text.AsSpan(0, MaxDetail), "…");

    /// <summary>A problem with its code; <paramref name="command"/> is the id under which a refused command is known.</summary>
    public static ProblemHttpResult Make(int status, string code, string title, string detail, Guid? command = null)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code };
        if (command is { } id)
        {
            extensions["id"] = id;
        }

        return TypedResults.Problem(Excerpt(detail), statusCode: status, title: title, extensions: extensions);
    }
}
