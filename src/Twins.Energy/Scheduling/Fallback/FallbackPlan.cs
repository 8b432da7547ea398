using System.Collections.Immutable;
using Twins.Energy.Scheduling.Decisions;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Fallback;

/// <summary>
/// A plan without a solver: the previous plan carried on, or simple rules (stores level their bus, vehicles and deferrable loads
/// at once, ships as early as possible); step by step within all device limits, so that it can be applied as it is.
/// </summary>
internal static class FallbackPlan
{
    public static SiteSchedule Make(SchedulingSite site, TimeGrid grid, SiteSchedule? previous)
    {
        bool reaches = previous is not null && previous.Grid.Start <= grid.Start && previous.Grid.End > grid.Start;
        return reaches
            ? Make(site, grid, new CarriedPlan(previous!, grid, grid.Count), PlanSource.PreviousShifted)
            : Make(site, grid, null, PlanSource.RuleBased);
    }

    /// <summary>A plan by rules that does in the committed steps what another such plan of the same steps does, as far as its limits allow.</summary>
    public static SiteSchedule MakeAlike(SchedulingSite site, TimeGrid grid, SiteSchedule other, int committedSteps) =>
        Make(site, grid, new CarriedPlan(other, grid, committedSteps), PlanSource.RuleBased);

    private static SiteSchedule Make(SchedulingSite site, TimeGrid grid, CarriedPlan? carried, PlanSource source)
    {
        var state = new FallbackState(site, grid, carried);
        var tree = new BusTree(site);
        var powers = new IReadOnlyDictionary<(string Key, bool Second), double>[grid.Count];
        var energies = new Dictionary<string, double>[grid.Count];
        string[] stores = [.. site.Batteries.Select(b => b.Key), .. site.HydrogenStores.Select(h => h.Key), .. site.Vehicles.Select(v => v.Key)];
        for (int step = 0; step < grid.Count; step++)
        {
            powers[step] = new StepBalance(tree, state.At(step)).Solve();
            state.Advance(step, powers[step]);
            energies[step] = stores.ToDictionary(key => key, state.EnergyKwh, StringComparer.Ordinal);
        }

        ElementSchedule[] elements = [.. new FallbackReading(site, powers, energies).Elements()];
        ImmutableArray<UnmetWish> wishes = new FallbackWishes(site, grid, tree, elements).All();
        var decision = new DecisionRecord(Why(source, wishes), wishes, [], [], ImmutableDictionary<string, double>.Empty);
        return new(grid, source, [.. elements], new FigureSum(site, grid, elements).Total(), decision);
    }

    private static string Why(PlanSource source, ImmutableArray<UnmetWish> wishes)
    {
        string how = source == PlanSource.PreviousShifted ? "the previous plan is carried on" : "simple rules apply";
        string wish = wishes.IsEmpty ? "every wish is fulfilled" : Explanation.Describe(wishes[0]);
        return $"The solver did not finish in time, so {how}; {wish}.";
    }
}
