using System.Diagnostics.Metrics;

namespace Twins.Grains;

/// <summary>What the grains count, under the meter <c>Twins.Grains</c>.</summary>
internal static class GrainMetrics
{
    private static readonly Meter Meter = new("Twins.Grains");

    public static Counter<long> ReadingsApplied { get; } = Meter.CreateCounter<long>("twins.readings.applied");

    public static Counter<long> DroppedNews { get; } =
        Meter.CreateCounter<long>("twins.news.dropped", description: "Changes that are missing on a site's stream of news.");

    public static Counter<long> FailedForwards { get; } =
        Meter.CreateCounter<long>("twins.feed.failed", description: "Changes that could not be handed to an observer.");

    public static Counter<long> FailedStores { get; } =
        Meter.CreateCounter<long>("twins.setpoints.failed_stores", description: "Desired states that could not be stored after the device had answered.");

    public static Counter<long> FailedOverviews { get; } =
        Meter.CreateCounter<long>("twins.overviews.failed", description: "Twins and adapters that could not be asked for an overview.");

    public static Counter<long> Commands { get; } = Meter.CreateCounter<long>("twins.commands", description: "Commands by terminal state.");
}
