using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Twins.Hosting.Access;

/// <summary>Answers who may not, as the API answers everything: with problem details.</summary>
internal sealed class RefusedAccess : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    /// <inheritdoc/>
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded
            ? _default.HandleAsync(next, context, policy, authorizeResult)
            : TypedResults.Problem(
                authorizeResult.Challenged ? "This host serves clients of its own machine only." : "You may not do this.",
                statusCode: authorizeResult.Challenged ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = authorizeResult.Challenged ? "unauthenticated" : "forbidden" })
                .ExecuteAsync(context);
}
