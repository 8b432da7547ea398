using Twins.Energy.Scheduling.Fallback;
using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Scheduling.Validation;
using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Scenarios;

/// <summary>
/// Two-stage stochastic planning (Birge, Louveaux: Introduction to Stochastic Programming, 2nd ed., section 2.4): in the first steps
/// stores, vehicles, deferrable loads and ship starts must do the same in all scenarios, since none is known yet to come true;
/// afterwards each scenario goes its own way. Expected cost is least.
/// </summary>
/// <remarks>What is in some scenarios only, or with other data (a vehicle that arrives later), is not committed. Not thread-safe.</remarks>
/// <param name="solver">The solver; the product's own when null.</param>
public sealed class ScenarioScheduler(ISolver? solver = null)
{
    private readonly SolverPair _solvers = SolverPair.From(solver);

    /// <summary>Plans all scenarios at once.</summary>
    /// <param name="scenarios">At least one scenario.</param>
    /// <param name="grid">The steps, the same for all.</param>
    /// <param name="committedSteps">Number of first steps in which all scenarios do the same, 0 … number of steps.</param>
    /// <param name="options">What to strive for and for how long.</param>
    /// <param name="cancellationToken">Ends planning with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// One plan per scenario; when the solver does not finish, the rule-based plan of the most probable scenario, which the others follow
    /// in the committed steps as far as their limits allow.
    /// </returns>
    /// <exception cref="SchedulingSiteException">A scenario or the grid has faults.</exception>
    /// <exception cref="ArgumentException">There is no scenario, a probability is not positive, or the number of steps does not fit.</exception>
    public RobustSchedule Plan(
        IReadOnlyList<SiteScenario> scenarios,
        TimeGrid grid,
        int committedSteps,
        ScheduleOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        ArgumentNullException.ThrowIfNull(grid);
        options ??= ScheduleOptions.Default;
        Check(scenarios, grid, committedSteps, options);
        var model = new ModelBuilder();
        var penalties = new Penalties(scenarios.Select(scenario => scenario.Site), grid, options.Objectives);
        double total = scenarios.Sum(scenario => scenario.Probability);
        SiteFormulation[] sites =
        [
            .. scenarios.Select(scenario => new SiteFormulation(
                model, scenario.Site, grid, options.Objectives, penalties, new($"{scenario.Name}/", scenario.Probability / total))),
        ];
        List<IAssetRows>[] assets = [.. sites.Select(SiteAssets.Add)];
        Commit(model, sites, committedSteps);
        SolvedPoint? point = new OneWaySolver(_solvers, WishLevel.Of(sites), options)
            .Solve(model.Build(), [.. sites.SelectMany(site => site.Pairs)], cancellationToken);
        SiteSchedule[] plans = point is null ? Fallback(scenarios, grid, committedSteps) : [.. sites.Zip(assets, (site, rows) => SiteScheduler.Read(site, rows, point))];
        return new(committedSteps, [.. scenarios.Select((scenario, k) => new ScenarioPlan(scenario.Name, sites[k].Probability, plans[k]))]);
    }

    /// <summary>The rules plan for the most probable scenario; in the committed steps the others follow, since one decision is to be applied.</summary>
    private static SiteSchedule[] Fallback(IReadOnlyList<SiteScenario> scenarios, TimeGrid grid, int committedSteps)
    {
        SiteScenario likeliest = scenarios.MaxBy(scenario => scenario.Probability)!;
        SiteSchedule shared = FallbackPlan.Make(likeliest.Site, grid, null);
        return
        [
            .. scenarios.Select(scenario =>
                ReferenceEquals(scenario, likeliest) ? shared : FallbackPlan.MakeAlike(scenario.Site, grid, shared, committedSteps)),
        ];
    }

    private static void Check(IReadOnlyList<SiteScenario> scenarios, TimeGrid grid, int committedSteps, ScheduleOptions options)
    {
        if (scenarios.Count == 0)
        {
            throw new ArgumentException("There is no scenario; give at least one.", nameof(scenarios));
        }

        foreach (SiteScenario scenario in scenarios)
        {
            if (!double.IsFinite(scenario.Probability) || scenario.Probability <= 0)
            {
                throw new ArgumentException(
                    $"Scenario '{scenario.Name}': Probability is {scenario.Probability} and must be positive.", nameof(scenarios));
            }

            SiteValidator.ThrowIfFaulty(scenario.Site, grid, options.Objectives);
        }

        ArgumentOutOfRangeException.ThrowIfNegative(committedSteps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(committedSteps, grid.Count);
    }

    /// <summary>Non-anticipativity: what is the same element in all scenarios does the same in the committed steps.</summary>
    private static void Commit(ModelBuilder model, SiteFormulation[] sites, int committedSteps)
    {
        HashSet<string> shared = SharedElements.Of([.. sites.Select(site => site.Site)]);
        foreach (((string name, int step), Variable first) in sites[0].Commitments)
        {
            if (step >= committedSteps || !shared.Contains(name[..name.LastIndexOf('.')]))
            {
                continue;
            }

            foreach (SiteFormulation other in sites.Skip(1))
            {
                Row row = model.AddRow($"{name}.committed.{step}", 0, 0);
                model.AddTerm(row, first, 1);
                model.AddTerm(row, other.Commitments[(name, step)], -1);
            }
        }
    }
}
