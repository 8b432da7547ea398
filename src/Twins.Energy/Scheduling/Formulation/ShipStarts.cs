using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>When a ship's block may begin within the horizon.</summary>
internal static class ShipStarts
{
    /// <summary>The earliest time and each beginning of a step from which the block ends in time; a begun block has its one start.</summary>
    public static DateTimeOffset[] Of(ShipCall call, TimeGrid grid)
    {
        if (call.StartedAt is { } started)
        {
            return [started];
        }

        DateTimeOffset latest = call.LatestEnd - call.Duration;
        return
        [
            .. grid.Edges[..^1].Append(call.EarliestStart)
                .Where(start => start >= grid.Start && start < grid.End && start >= call.EarliestStart && start <= latest)
                .Distinct().Order(),
        ];
    }

    /// <summary>Whether the call may be left to a later plan.</summary>
    public static bool CanWait(ShipCall call, TimeGrid grid) => call.StartedAt is null && call.LatestEnd - call.Duration >= grid.End;

    /// <summary>Mean power in a step, as a share of the call's power.</summary>
    public static double Share(ShipCall call, TimeGrid grid, DateTimeOffset start, int step) =>
        grid.OverlapHours(step, start, start + call.Duration) / grid.Hours(step);
}
