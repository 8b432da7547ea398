using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>A span over which the meter takes the mean import.</summary>
/// <param name="Steps">The steps of the horizon that begin within it, in order.</param>
/// <param name="Hours">Hours that the mean is taken over, those before the horizon included.</param>
/// <param name="CarriedWh">What was imported within it before the horizon.</param>
/// <param name="IsWhole">Whether all that was imported since its beginning is known.</param>
internal sealed record DemandWindow(int[] Steps, double Hours, double CarriedWh, bool IsWhole)
{
    /// <summary>Mean import in W.</summary>
    /// <param name="importedWh">Import of a step in Wh.</param>
    public double MeanW(Func<int, double> importedWh) => (CarriedWh + Steps.Sum(importedWh)) / Hours;
}

/// <summary>The metering windows that a horizon touches.</summary>
internal static class DemandWindows
{
    /// <summary>Windows of the clock; steps longer than a window count by themselves.</summary>
    public static IEnumerable<DemandWindow> Of(TimeGrid grid, GridConnection connection) => Enumerable.Range(0, grid.Count)
        .GroupBy(step => BeginTicks(grid, step, connection.DemandWindow))
        .Select(group => Of(grid, connection, group.Key, [.. group]));

    /// <summary>Whether the window goes on after the beginning of a step.</summary>
    public static bool GoesOn(TimeGrid grid, DemandWindow window, int step, TimeSpan length) =>
        step < grid.Count && BeginTicks(grid, window.Steps[0], length) == BeginTicks(grid, step, length);

    private static DemandWindow Of(TimeGrid grid, GridConnection connection, long beginTicks, int[] steps)
    {
        double hours = steps.Sum(grid.Hours);
        double before = TimeSpan.FromTicks(grid.Edges[steps[0]].UtcTicks - beginTicks).TotalHours;
        bool isCarried = steps[0] == 0 && connection.WindowImportWh is not null && hours + before <= connection.DemandWindow.TotalHours + 1e-9;
        return isCarried
            ? new(steps, hours + before, connection.WindowImportWh!.Value, IsWhole: true)
            : new(steps, hours, 0, IsWhole: steps[0] > 0 || before == 0);
    }

    private static long BeginTicks(TimeGrid grid, int step, TimeSpan length) =>
        grid.Edges[step].UtcTicks - (grid.Edges[step].UtcTicks % length.Ticks);
}
