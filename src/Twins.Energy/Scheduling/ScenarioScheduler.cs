using System.Collections.Immutable;
using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>
/// Two-stage stochastic planning (Birge, Louveaux: Introduction to Stochastic Programming, 2nd ed., section 2.4): in the first steps
/// stores, vehicles, deferrable loads and ship starts must do the same in all scenarios, since it is not known yet which one occurs;
/// afterwards each scenario has its own plan. The expected cost is minimal.
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

/// <summary>The elements that are the same, with the same data, in all scenarios.</summary>
internal static class SharedElements
{
    public static HashSet<string> Of(IReadOnlyList<SchedulingSite> sites)
    {
        HashSet<object> shared = [.. Elements(sites[0])];
        foreach (SchedulingSite other in sites.Skip(1))
        {
            shared.IntersectWith(Elements(other));
        }

        return [.. shared.Select(KeyOf)];
    }

    /// <summary>Elements whose powers are decided ahead; records of values only, so that equal data make equal elements.</summary>
    private static IEnumerable<object> Elements(SchedulingSite site) =>
        [.. site.Batteries, .. site.HydrogenStores, .. site.DeferrableLoads, .. site.Vehicles, .. site.ShipCalls];

    private static string KeyOf(object element) => element switch
    {
        SiteBattery battery => battery.Key,
        HydrogenStore store => store.Key,
        DeferrableLoad load => load.Key,
        VehicleVisit visit => visit.Key,
        ShipCall call => call.Key,
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, "An element whose powers are not decided ahead."),
    };
}
