using System.Diagnostics.Metrics;

namespace Twins.Client.Live;

/// <summary>What the live feed counts, under the meter <c>Twins.Live</c>.</summary>
internal static class LiveMetrics
{
    private static readonly Meter Meter = new("Twins.Live");

    public static Counter<long> Gaps { get; } = Meter.CreateCounter<long>("twins.live.gaps", description: "Changes that did not follow on what was known.");

    public static Counter<long> SnapshotsRead { get; } = Meter.CreateCounter<long>("twins.live.snapshots", description: "Device states read from twins.");

    public static Counter<long> FailedSnapshots { get; } = Meter.CreateCounter<long>("twins.live.failed_snapshots");

    public static Counter<long> FailedRenewals { get; } = Meter.CreateCounter<long>("twins.live.failed_renewals");
}
