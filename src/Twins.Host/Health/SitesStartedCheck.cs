using Microsoft.Extensions.Diagnostics.HealthChecks;
using Twins.Hosting.Platform;

namespace Twins.Hosting.Health;

/// <summary>Ready once every site was started.</summary>
internal sealed class SitesStartedCheck(SiteStarter sites) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(sites.Started ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Sites are being started."));
}
