using System.Collections.Immutable;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Scenarios;

/// <summary>One possible course: the site with its forecasts (P10, P50, P90 of sun and load, other vehicles, other arrivals).</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Probability">Weight, above 0; weights are scaled to sum to 1.</param>
/// <param name="Site">The site in this scenario.</param>
public sealed record SiteScenario(string Name, double Probability, SchedulingSite Site);

/// <summary>The plan of one scenario.</summary>
/// <param name="Name">Name of the scenario.</param>
/// <param name="Probability">Its share, 0 … 1.</param>
/// <param name="Schedule">What is done if it comes true.</param>
public sealed record ScenarioPlan(string Name, double Probability, SiteSchedule Schedule);

/// <summary>One plan per scenario, equal in the committed steps.</summary>
/// <param name="CommittedSteps">Number of steps in which all scenarios do the same.</param>
/// <param name="Plans">The plans, in the order of the scenarios.</param>
public sealed record RobustSchedule(int CommittedSteps, ImmutableArray<ScenarioPlan> Plans)
{
    /// <summary>Probability-weighted bill in EUR.</summary>
    public double ExpectedCostEur => Plans.Sum(plan => plan.Probability * plan.Schedule.Figures.TotalEur);
}
