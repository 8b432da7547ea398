using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Twins.Access;

namespace Twins.Hosting.Health;

/// <summary>Whether the process lives, and whether it is ready: for service managers and load balancers.</summary>
internal static class HealthEndpoints
{
    /// <summary>What the endpoints need in the container.</summary>
    public static void AddHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<SitesStartedCheck>("sites");

    /// <summary>Adds <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).RequireAuthorization(Policies.Public);
        app.MapHealthChecks("/health/ready").RequireAuthorization(Policies.Public);
    }
}
