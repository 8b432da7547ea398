using Twins.Energy.Scheduling;
using Twins.Energy.Solvers;
using Twins.Tests.Energy.Solvers;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>No lower wish is served at the expense of a higher one, whatever the rate at which one would be traded for the other.</summary>
public sealed class WishHierarchyTests
{
    [Fact]
    public void Plan_HigherWishCostsManyTimesTheLowerOne_IsServedAllTheSame()
    {
        // A kWh in the vehicle takes 8 kWh at the bus, as much as 8 kWh of the lower-ranked pump; 10 kW are there for 16 kW of wishes.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ImportCapacityW = 10_000 }],
            Vehicles = [new VehicleVisit("ev", "ac")
            {
                Arrival = TestSites.At(0),
                Departure = TestSites.At(2),
                TargetEnergyWh = 2_000,
                MaxChargePowerW = 11_000,
                ChargeEfficiency = 0.125,
            }],
            DeferrableLoads =
                [new DeferrableLoad("pump", "ac") { Earliest = TestSites.At(0), Latest = TestSites.At(2), EnergyWh = 16_000, MaxPowerW = 8_000 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        Assert.Equal(2_000, plan["ev"].EnergyWh[^1], 0.2);
        Assert.Equal(("pump", 12_000), plan.Decision.UnmetWishes.Select(wish => (wish.Element, Math.Round(wish.AmountWh))).Single());
    }

    [Fact]
    public void Plan_ReserveInShortSteps_OutranksTheBill()
    {
        // Held for a minute a kWh of reserve weighs a sixtieth of a kWh; the price of the last step shall not buy it.
        TimeGrid grid = TimeGrid.Uniform(TestSites.Start, TimeSpan.FromMinutes(1), 3);
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.1, 0.1, 9.0)],
            Batteries = [TestSites.LosslessBattery(1_000) with { MaxDischargePowerW = 60_000 }],
            Loads = [TestSites.Load(1_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(
            site, grid, ScheduleOptions.Default with { Objectives = new() { ReserveHours = 1 } });

        Assert.Empty(plan.Decision.UnmetWishes);
        Assert.All(plan["battery"].EnergyWh, energy => Assert.True(energy >= 999.9, $"{energy} Wh are left of the reserve"));
    }

    [Fact]
    public void Plan_RandomSites_NoLevelMissesMoreThanClpFindsPossible()
    {
        Assert.SkipUnless(Clp.IsInstalled, Clp.Missing);
        int missing = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            (IReadOnlyList<WishLevel> levels, SolvedPoint point) = Solve(seed);
            double[] least = LevelOracle.MinKwh(point.Problem, levels);

            for (int level = 0; level < least.Length; level++)
            {
                double missed = levels[level].MissingKwh(point);
                Assert.True(missed <= least[level] + 1e-3 + (1e-6 * least[level]), $"seed {seed}, level {level}: {missed} kWh missing, {least[level]} needed");
                missing += missed > 1e-3 ? 1 : 0;
            }
        }

        Assert.InRange(missing, 40, 400);
    }

    private static (IReadOnlyList<WishLevel> Levels, SolvedPoint Point) Solve(int seed)
    {
        (SchedulingSite site, TimeGrid grid) = RandomSites.Create(seed);
        ScheduleObjectives objectives = RandomSites.ObjectivesOf(seed);
        var model = new ModelBuilder();
        var formulation = new SiteFormulation(model, site, grid, objectives, new Penalties([site], grid, objectives), ScenarioShare.Only);
        SiteAssets.Add(formulation);
        List<WishLevel> levels = WishLevel.Of([formulation]);
        var options = ScheduleOptions.Default with { TimeLimit = Timeout.InfiniteTimeSpan, NodeLimit = 2 };
        SolvedPoint? point = new OneWaySolver(SolverPair.From(null), levels, options).Solve(model.Build(), formulation.Pairs, CancellationToken.None);
        Assert.True(point is not null, $"seed {seed}: no plan");
        return (levels, point);
    }
}

/// <summary>The least that each level of wishes can miss, by one solve of Clp after the other with the levels above held.</summary>
internal static class LevelOracle
{
    private const double SlackKwh = 1e-6;

    public static double[] MinKwh(Problem problem, IReadOnlyList<WishLevel> levels)
    {
        Problem held = problem.WithoutCosts();
        double[] least = new double[levels.Count];
        for (int level = 0; level < levels.Count; level++)
        {
            Problem alone = held.WithoutCosts();
            levels[level].Price(alone, 1);
            ClpAnswer answer = Clp.Solve(alone);
            Assert.Equal(ClpStatus.Optimal, answer.Status);
            least[level] = answer.Objective;
            held = WithLimit(held, levels[level], answer.Objective + SlackKwh);
        }

        return least;
    }

    private static Problem WithLimit(Problem problem, WishLevel level, double maxKwh)
    {
        var terms = new TripletList();
        for (int j = 0; j < problem.VariableCount; j++)
        {
            for (int p = problem.Matrix.Starts[j]; p < problem.Matrix.Starts[j + 1]; p++)
            {
                terms.Add(problem.Matrix.Rows[p], j, problem.Matrix.Values[p]);
            }
        }

        foreach ((Variable shortfall, double kilowattHours) in level.Terms)
        {
            terms.Add(problem.RowCount, shortfall.Index, kilowattHours);
        }

        var structure = new ProblemStructure(
            problem.Structure.VariableNames, [.. problem.Structure.RowNames, new ElementName("held")],
            terms.ToMatrix(problem.RowCount + 1, problem.VariableCount), null, problem.Structure.Integer);
        return new(
            structure, [.. problem.Costs], [.. problem.LowerBounds], [.. problem.UpperBounds],
            [.. problem.RowLowerBounds, double.NegativeInfinity], [.. problem.RowUpperBounds, maxKwh], 0);
    }
}
