using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace Twins.Api.Problems;

/// <summary>Turns what no endpoint answered (unknown routes, wrong methods, exceptions) into problem details as well.</summary>
internal static partial class UnhandledProblems
{
    /// <summary>Covers everything below a path.</summary>
    public static void UseProblems(this IApplicationBuilder app, string path) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase),
        branch =>
        {
            // What is unexpected is logged below, once; what is expected is answered and not logged as a failure.
            branch.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerExceptionAsync, SuppressDiagnosticsCallback = _ => true });
            branch.UseStatusCodePages(pages => AnswerStatusAsync(pages.HttpContext));
        });

    private static Task AnswerStatusAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var title = ReasonPhrases.GetReasonPhrase(status);
        var detail = status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at '{ApiProblem.Excerpt(context.Request.Path.ToString())}'.",
            StatusCodes.Status405MethodNotAllowed => $"'{ApiProblem.Excerpt(context.Request.Path.ToString())}' does not take {context.Request.Method}.",
            StatusCodes.Status415UnsupportedMediaType => $"Content-Type is '{context.Request.ContentType}', expected 'application/json'.",
            _ => title,
        };
        return ApiProblem.Make(status, "http" + status, title, detail).ExecuteAsync(context);
    }

    private static Task AnswerExceptionAsync(HttpContext context)
    {
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var problem = fault switch
        {
            BadHttpRequestException bad => ApiProblem.Make(bad.StatusCode, "badRequest", "The request cannot be understood", bad.Message),
            LimitExceededException full => Unavailable("overloaded", $"Too many requests wait already: {full.Message}"),
            SiloUnavailableException or OrleansMessageRejectionException or GatewayTooBusyException or Orleans.Runtime.Messaging.ConnectionFailedException =>
                Unavailable("unavailable", $"The process that holds this cannot be reached now, try again: {ApiProblem.Excerpt(fault.Message)}"),
            OrleansException refused when refused.GetType() == typeof(OrleansException) => Unavailable("unavailable", ApiProblem.Excerpt(refused.Message)),
            TimeoutException late => ApiProblem.Make(
                StatusCodes.Status504GatewayTimeout, "timeout", "The platform did not answer in time", late.Message),
            _ => Unexpected(context, fault),
        };
        return problem.ExecuteAsync(context);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unavailable(string code, string detail) =>
        ApiProblem.Make(StatusCodes.Status503ServiceUnavailable, code, "The platform cannot answer now", detail);

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unexpected(HttpContext context, Exception? fault)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnhandledProblems));
        LogUnexpected(logger, fault, context.Request.Method, context.Request.Path, context.TraceIdentifier);
        return ApiProblem.Make(
            StatusCodes.Status500InternalServerError,
            "internal",
            "Something went wrong here",
            $"The cause is in the log of the host under the trace '{context.TraceIdentifier}'.");
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed unexpectedly (trace {Trace})")]
    private static partial void LogUnexpected(ILogger logger, Exception? fault, string method, string path, string trace);
}
