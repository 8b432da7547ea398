using System.Collections.Immutable;
using System.Globalization;

namespace Twins.Energy.Scheduling;

/// <summary>Why a plan is as it is.</summary>
/// <param name="Why">One sentence.</param>
/// <param name="UnmetWishes">Each wish that could not be fulfilled, most important first.</param>
/// <param name="BindingLimits">Limits of devices at which the plan stands and that cost something, most expensive first; none in a fallback plan.</param>
/// <param name="MarginalPrices">What one more kWh would cost at each bus; none in a fallback plan.</param>
/// <param name="StoredValues">What one more stored kWh would have been worth at the beginning, per store; none in a fallback plan.</param>
public sealed record DecisionRecord(
    string Why,
    ImmutableArray<UnmetWish> UnmetWishes,
    ImmutableArray<BindingLimit> BindingLimits,
    ImmutableArray<MarginalPrice> MarginalPrices,
    ImmutableDictionary<string, double> StoredValues)
{
    /// <summary>The limit of a device of which one more unit, over the whole horizon, would help most; null when none costs anything.</summary>
    public BindingLimit? CheapestRelaxation => BindingLimits.IsEmpty ? null : BindingLimits[0];
}

/// <summary>A wish that could not be fulfilled.</summary>
/// <param name="Element">Key of the element.</param>
/// <param name="Wish">The wish in words.</param>
/// <param name="Rank">Its place in the hierarchy.</param>
/// <param name="AmountWh">What is missing, in Wh: summed over the steps; for reserve and state-of-charge window the largest lack.</param>
/// <param name="From">Beginning of the first step concerned.</param>
/// <param name="To">End of the last step concerned.</param>
/// <param name="Cause">The limit whose relaxation would have helped most, in a fallback plan the first one that stands in the way; null when none is known.</param>
public sealed record UnmetWish(
    string Element, string Wish, WishRank Rank, double AmountWh, DateTimeOffset From, DateTimeOffset To, BindingLimit? Cause);

/// <summary>A limit of a device at which the plan stands.</summary>
/// <param name="Element">Key of the element.</param>
/// <param name="Limit">The limit in words.</param>
/// <param name="Value">Its value in the first step at which it binds, in <paramref name="Unit"/>.</param>
/// <param name="Unit">W or Wh.</param>
/// <param name="From">Beginning of the first step at which it binds.</param>
/// <param name="To">End of the last step at which it binds.</param>
/// <param name="StepCount">Number of steps at which it binds.</param>
/// <param name="SavingEurPerKilo">
/// What the plan's weighted cost (wishes included) would fall by per kW or kWh of relaxation in all these steps; NaN in a fallback plan,
/// which knows no prices.
/// </param>
public sealed record BindingLimit(
    string Element, string Limit, double Value, string Unit, DateTimeOffset From, DateTimeOffset To, int StepCount, double SavingEurPerKilo);

/// <summary>What energy is worth at a bus.</summary>
/// <param name="Bus">Key of the bus.</param>
/// <param name="EurPerKwh">One value per step: growth of the weighted cost per kWh drawn there.</param>
public sealed record MarginalPrice(string Bus, ImmutableArray<double> EurPerKwh);

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

/// <summary>The one sentence that says why a plan is as it is.</summary>
internal static class Explanation
{
    public static string Of(PlanFigures figures, ImmutableArray<UnmetWish> wishes, ImmutableArray<BindingLimit> limits)
    {
        string cost = string.Create(CultureInfo.InvariantCulture, $"The cheapest plan costs {figures.TotalEur:0.00} EUR");
        string wish = wishes.IsEmpty ? " and fulfils every wish" : $"; {Describe(wishes[0])}";
        string limit = limits.IsEmpty ? ", with no device at a limit that costs anything." : $"; {Describe(limits[0])}.";
        return cost + wish + limit;
    }

    public static string Describe(UnmetWish wish)
    {
        string cause = wish.Cause is { } limit ? $" because of the {limit.Limit} of '{limit.Element}'" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"'{wish.Element}' lacks {wish.AmountWh:0.#} Wh of its wish \"{wish.Wish}\"{cause}");
    }

    private static string Describe(BindingLimit limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"what helps most is more {limit.Limit} of '{limit.Element}' than {limit.Value:0} {limit.Unit} "
        + $"({limit.SavingEurPerKilo:0.####} EUR per k{limit.Unit}, {limit.StepCount} steps)");
}

/// <summary>Reads from the reduced costs which limits bind and what one more unit would save.</summary>
internal sealed class LimitAppraisal
{
    /// <summary>Savings below this are rounding of the solver, in EUR per kW or kWh.</summary>
    private const double MinSavingEur = 1e-5;

    private readonly SiteFormulation _site;
    private readonly ILookup<LimitTopic, (DeviceLimit Limit, double SavingEur)> _binding;

    public LimitAppraisal(SiteFormulation site, SolvedPoint point)
    {
        _site = site;
        _binding = site.Limits.All
            .Where(limit => !IsFixedByDirection(limit, point))
            .Select(limit => (Limit: limit, SavingEur: -point.Solution.ReducedCost(limit.Variable) / site.Probability))
            .Where(pair => pair.SavingEur > MinSavingEur)
            .ToLookup(pair => pair.Limit.Topic);
    }

    /// <summary>The limits that bind somewhere within the steps, most expensive first.</summary>
    public ImmutableArray<BindingLimit> Within(int firstStep, int stepCount) =>
    [
        .. _binding
            .Select(group => group.Where(pair => pair.Limit.Step >= firstStep && pair.Limit.Step < firstStep + stepCount).ToArray())
            .Where(pairs => pairs.Length > 0)
            .Select(Describe)
            .OrderByDescending(limit => limit.SavingEurPerKilo)
            .ThenBy(limit => limit.Element, StringComparer.Ordinal),
    ];

    /// <summary>A direction that was closed is a decision of the plan, not a limit of the device.</summary>
    private static bool IsFixedByDirection(DeviceLimit limit, SolvedPoint point) =>
        point.Problem.UpperBounds[limit.Variable.Index] < limit.Value;

    private BindingLimit Describe((DeviceLimit Limit, double SavingEur)[] pairs)
    {
        DeviceLimit first = pairs[0].Limit;
        return new(
            first.Topic.Element,
            first.Topic.Name,
            first.Value * SiteFormulation.Kilo,
            first.Topic.Unit,
            _site.Grid.Edges[first.Step],
            _site.Grid.Edges[pairs[^1].Limit.Step + 1],
            pairs.Length,
            pairs.Sum(pair => pair.SavingEur));
    }
}

/// <summary>Finds the wishes that a solution leaves unmet, and what stood in the way.</summary>
internal static class WishAppraisal
{
    /// <summary>Shortfalls below this, in kWh, are rounding of the solver.</summary>
    private const double MinKwh = 1e-4;

    public static ImmutableArray<UnmetWish> Of(SiteFormulation site, SolvedPoint point, LimitAppraisal limits) =>
    [
        .. site.Wishes
            .Select(wish => (wish.Topic, Kwh: ShortfallKwh(wish, point)))
            .Where(pair => pair.Kwh > MinKwh)
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
