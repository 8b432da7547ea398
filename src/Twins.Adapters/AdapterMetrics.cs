using System.Diagnostics.Metrics;

namespace Twins.Adapters;

/// <summary>What the adapters count, under the meter <c>Twins.Adapters</c>.</summary>
internal static class AdapterMetrics
{
    private static readonly Meter Meter = new("Twins.Adapters");

    public static Counter<long> DroppedBatches { get; } =
        Meter.CreateCounter<long>("twins.batches.dropped", description: "Batches dropped because their twin took longer than the next one.");
}
