using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Fallback;

/// <summary>An earlier plan, read on the steps of a new one.</summary>
/// <param name="previous">The earlier plan.</param>
/// <param name="grid">The steps of the new one.</param>
/// <param name="steps">In how many of them it is followed.</param>
internal sealed class CarriedPlan(SiteSchedule previous, TimeGrid grid, int steps)
{
    private readonly Dictionary<string, ElementSchedule> _elements = previous.Elements.ToDictionary(element => element.Key, StringComparer.Ordinal);

    /// <summary>Mean planned power of a step in kW; null where the previous plan has no such element or does not reach.</summary>
    public double? PowerKw(string key, int step)
    {
        bool reaches = step < steps && grid.Edges[step] >= previous.Grid.Start && grid.Edges[step + 1] <= previous.Grid.End;
        if (!reaches || !_elements.TryGetValue(key, out ElementSchedule? element))
        {
            return null;
        }

        double sumWh = 0;
        (int first, int count) = previous.Grid.StepsWithin(grid.Edges[step], grid.Edges[step + 1]);
        for (int old = first; old < first + count; old++)
        {
            sumWh += element.PowerW[old] * previous.Grid.OverlapHours(old, grid.Edges[step], grid.Edges[step + 1]);
        }

        return sumWh / grid.Hours(step) / Formulation.SiteFormulation.Kilo;
    }
}
