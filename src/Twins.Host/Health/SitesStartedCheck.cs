using Microsoft.Extensions.Diagnostics.HealthChecks;
using Twins.Hosting.Platform;

namespace Twins.Hosting.Health;

/// <summary>Ready while every site runs, or waits for a silo that reaches its field.</summary>
internal sealed class SitesStartedCheck(SiteSupervisor sites) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(sites.Ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Sites are being started."));
}
