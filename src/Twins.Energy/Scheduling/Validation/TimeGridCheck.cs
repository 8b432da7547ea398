using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Validation;

/// <summary>Finds faults of a time grid.</summary>
internal static class TimeGridCheck
{
    public static void AddFaults(TimeGrid grid, FaultList faults)
    {
        if (grid.Edges.IsDefault || grid.Edges.Length < 2)
        {
            faults.Add("time grid: it has no step; give the beginning of each step and the end");
            return;
        }

        for (int step = 0; step < grid.Count; step++)
        {
            TimeSpan length = grid.Edges[step + 1] - grid.Edges[step];
            if (length <= TimeSpan.Zero)
            {
                faults.Add($"time grid: edge {step + 1} is {grid.Edges[step + 1]:O} and must be after edge {step}, {grid.Edges[step]:O}");
            }
            else if (length < TimeGrid.ShortestStep || length > TimeGrid.LongestStep)
            {
                faults.Add($"time grid: step {step} lasts {length} and must last {TimeGrid.ShortestStep} to {TimeGrid.LongestStep}");
            }
        }

        if (grid.End - grid.Start > TimeGrid.LongestHorizon)
        {
            faults.Add($"time grid: the horizon is {grid.End - grid.Start} and must not exceed {TimeGrid.LongestHorizon}");
        }
    }
}
