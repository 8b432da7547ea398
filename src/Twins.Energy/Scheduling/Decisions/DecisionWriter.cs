using System.Collections.Immutable;
using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Results;

namespace Twins.Energy.Scheduling.Decisions;

/// <summary>Writes the decision record of a solved plan.</summary>
internal static class DecisionWriter
{
    public static DecisionRecord Write(SiteFormulation site, SolvedPoint point, PlanFigures figures)
    {
        var appraisal = new LimitAppraisal(site, point);
        ImmutableArray<BindingLimit> limits = appraisal.Within(0, site.Grid.Count);
        ImmutableArray<UnmetWish> wishes = WishAppraisal.Of(site, point, appraisal);
        return new(
            Explanation.Of(figures, wishes, limits),
            wishes,
            limits,
            [.. site.Site.Buses.Select(bus => new MarginalPrice(bus.Key, Prices(site, point, bus.Key)))],
            site.StoredRows.ToImmutableDictionary(
                pair => pair.Key, pair => -point.Solution.Dual(pair.Value) / site.Probability, StringComparer.Ordinal));
    }

    private static ImmutableArray<double> Prices(SiteFormulation site, SolvedPoint point, string bus)
    {
        var prices = ImmutableArray.CreateBuilder<double>(site.Grid.Count);
        for (int step = 0; step < site.Grid.Count; step++)
        {
            prices.Add(point.Solution.Dual(site.Balance(bus, step)) / (site.Grid.Hours(step) * site.Probability));
        }

        return prices.MoveToImmutable();
    }
}
