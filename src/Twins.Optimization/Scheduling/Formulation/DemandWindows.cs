using Twins.Optimization.Scheduling.Sites;

namespace Twins.Optimization.Scheduling.Formulation;

/// <summary>The spans over which the meter takes the mean import.</summary>
internal static class DemandWindows
{
    /// <summary>Steps that begin within the same window of the clock, in order.</summary>
    public static IEnumerable<int[]> Of(TimeGrid grid, TimeSpan window) => Enumerable.Range(0, grid.Count)
        .GroupBy(step => grid.Edges[step].UtcTicks / window.Ticks)
        .Select(group => group.ToArray());
}
