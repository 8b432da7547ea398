using System.Collections.Immutable;
using Twins.Energy.Scheduling.Formulation;

namespace Twins.Energy.Scheduling.Decisions;

/// <summary>Reads from the reduced costs which limits bind and what one more unit would save.</summary>
internal sealed class LimitAppraisal
{
    /// <summary>Savings below this are rounding of the solver, in EUR per kW or kWh.</summary>
    private const double LeastSavingEur = 1e-5;

    private readonly SiteFormulation _site;
    private readonly ILookup<LimitTopic, (DeviceLimit Limit, double SavingEur)> _binding;

    public LimitAppraisal(SiteFormulation site, SolvedPoint point)
    {
        _site = site;
        _binding = site.Limits.All
            .Where(limit => !IsFixedByDirection(limit, point))
            .Select(limit => (Limit: limit, SavingEur: -point.Solution.ReducedCost(limit.Variable) / site.Probability))
            .Where(pair => pair.SavingEur > LeastSavingEur)
            .ToLookup(pair => pair.Limit.Topic);
    }

    /// <summary>The limits that bind somewhere within the steps, dearest first.</summary>
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
