using System.Collections.Immutable;
using Twins.Energy.Scheduling.Formulation;

namespace Twins.Energy.Scheduling.Decisions;

/// <summary>Finds the wishes that a solution leaves unmet, and what stood in the way.</summary>
internal static class WishAppraisal
{
    /// <summary>Shortfalls below this, in kWh, are rounding of the solver.</summary>
    private const double LeastKwh = 1e-4;

    public static ImmutableArray<UnmetWish> Of(SiteFormulation site, SolvedPoint point, LimitAppraisal limits) =>
    [
        .. site.Wishes
            .Select(wish => (wish.Topic, Kwh: ShortfallKwh(wish, point)))
            .Where(pair => pair.Kwh > LeastKwh)
            .GroupBy(pair => (pair.Topic.Element, pair.Topic.Name, pair.Topic.Rank))
            .Select(group => Describe(site, [.. group], limits))
            .OrderByDescending(wish => wish.Rank)
            .ThenBy(wish => wish.Element, StringComparer.Ordinal),
    ];

    /// <summary>A level that is missed in many steps is missing once; energies add up.</summary>
    private static bool IsLevel(WishRank rank) => rank is WishRank.Reserve or WishRank.StorageWindow;

    private static double ShortfallKwh(Wish wish, SolvedPoint point) =>
        point[wish.Shortfall] * (IsLevel(wish.Topic.Rank) ? 1 : wish.KilowattHoursPerUnit);

    private static UnmetWish Describe(SiteFormulation site, (WishTopic Topic, double Kwh)[] pairs, LimitAppraisal limits)
    {
        WishTopic topic = pairs[0].Topic;
        int first = pairs.Min(pair => pair.Topic.FirstStep);
        int end = pairs.Max(pair => pair.Topic.FirstStep + pair.Topic.StepCount);
        double amountKwh = IsLevel(topic.Rank) ? pairs.Max(pair => pair.Kwh) : pairs.Sum(pair => pair.Kwh);
        BindingLimit? cause = limits.Within(first, end - first).FirstOrDefault();
        return new(
            topic.Element, topic.Name, topic.Rank, amountKwh * SiteFormulation.Kilo, site.Grid.Edges[first], site.Grid.Edges[end], cause);
    }
}
