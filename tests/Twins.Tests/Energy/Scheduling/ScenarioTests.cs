using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Two-stage plans: one decision before it is known which scenario comes true.</summary>
public sealed class ScenarioTests
{
    private static readonly SchedulingSite Calm = TestSites.OneBus with
    {
        GridConnections = [TestSites.Grid(0.10, 0.30)],
        Batteries = [TestSites.LosslessBattery()],
        Loads = [TestSites.Load(0, 0)],
    };

    private static readonly SchedulingSite Busy = Calm with { Loads = [TestSites.Load(0, 10_000)] };

    [Theory]
    [InlineData(0.2, 0)]
    [InlineData(0.5, -10_000)]
    public void Plan_UncertainDemand_StoresWhenTheExpectedPricePays(double probabilityOfDemand, double firstW)
    {
        // A kWh bought at 0.10 saves 0.30 with the probability of demand: worth it from one third on.
        RobustSchedule plan = Plan(probabilityOfDemand, committedSteps: 1);

        Assert.All(plan.Plans, scenario => Assert.Equal(firstW, scenario.Schedule["battery"].PowerW[0], 0.05));
    }

    [Fact]
    public void Plan_NothingCommitted_EachScenarioGoesItsOwnWay()
    {
        RobustSchedule plan = Plan(0.2, committedSteps: 0);

        Assert.Equal([0, -10_000], plan.Plans.Select(scenario => Math.Round(scenario.Schedule["battery"].PowerW[0])));
        Assert.Equal(0.2 * 1.0, plan.ExpectedCostEur, 1e-4);
    }

    [Fact]
    public void Plan_VehicleArrivesPerhaps_EnergyIsReadyForIt()
    {
        SchedulingSite empty = Calm with { GridConnections = [TestSites.Grid(0.10) with { ImportCapacityW = 5_000 }] };
        SchedulingSite visited = empty with
        {
            Vehicles = [new VehicleVisit("ev", "ac")
            {
                Arrival = TestSites.At(1),
                Departure = TestSites.At(2),
                TargetEnergyWh = 9_000,
                MaxChargePowerW = 11_000,
                ChargeEfficiency = 1,
            }],
        };

        RobustSchedule plan = new ScenarioScheduler().Plan([new("none", 0.7, empty), new("visit", 0.3, visited)], TestSites.Hours(2), 1);

        Assert.All(plan.Plans, scenario => Assert.Equal(4_000, scenario.Schedule["battery"].EnergyWh[0], 0.5));
        Assert.Empty(plan.Plans[1].Schedule.Decision.UnmetWishes);
    }

    [Fact]
    public void Plan_TenthFiftiethNinetiethPercentile_StoresAgreeWhileCommittedAndEveryBusBalances()
    {
        TimeGrid grid = TestSites.Hours(12);
        SchedulingSite Sunny(double share) => Calm with
        {
            GridConnections = [TestSites.Grid([.. Enumerable.Range(0, 12).Select(k => 0.1 + (0.03 * (k % 5)))])],
            Loads = [TestSites.Load(5_000)],
            Photovoltaics = [new SitePhotovoltaic("pv", "ac") { AvailablePowerW = Profile.Of([.. Enumerable.Range(0, 12).Select(k => share * k * 1_500)]) }],
        };
        SiteScenario[] scenarios = [new("P10", 0.25, Sunny(0.3)), new("P50", 0.5, Sunny(0.6)), new("P90", 0.25, Sunny(1))];

        RobustSchedule plan = new ScenarioScheduler().Plan(scenarios, grid, 4);

        for (int step = 0; step < 4; step++)
        {
            double first = plan.Plans[0].Schedule["battery"].PowerW[step];
            Assert.All(plan.Plans, scenario => Assert.Equal(first, scenario.Schedule["battery"].PowerW[step], 0.05));
        }

        for (int k = 0; k < scenarios.Length; k++)
        {
            PlanAssert.Balanced(scenarios[k].Site, plan.Plans[k].Schedule);
            PlanAssert.Conserves(scenarios[k].Site, plan.Plans[k].Schedule);
        }
    }

    [Fact]
    public void Plan_TimeOut_AllScenariosFollowOnePlanInTheCommittedSteps()
    {
        SchedulingSite full = Calm with { Batteries = [TestSites.LosslessBattery(10_000)] };
        SchedulingSite With(double firstW, double laterW) => full with { Loads = [TestSites.Load(firstW, firstW, laterW)], GridConnections = [TestSites.Grid(0.2)] };
        SiteScenario[] scenarios = [new("calm", 0.3, With(1_000, 1_000)), new("likely", 0.5, With(2_000, 2_000)), new("busy", 0.2, With(4_000, 5_000))];

        RobustSchedule plan = new ScenarioScheduler().Plan(
            scenarios, TestSites.Hours(3), committedSteps: 2, ScheduleOptions.Default with { TimeLimit = TimeSpan.Zero });

        Assert.All(plan.Plans, scenario => Assert.Equal(PlanSource.RuleBased, scenario.Schedule.Source));
        Assert.All(plan.Plans.Skip(1), scenario => Assert.Equal([2_000, 2_000], scenario.Schedule["battery"].PowerW[..2].Select(power => Math.Round(power, 3))));
        // The calm one could not export what the likely one discharges.
        Assert.Equal([1_000, 1_000], plan.Plans[0].Schedule["battery"].PowerW[..2].Select(power => Math.Round(power, 3)));
        Assert.Equal(5_000, plan.Plans[2].Schedule["battery"].PowerW[2], 0.01);
    }

    [Fact]
    public void Plan_ProbabilityNotPositive_IsRefusedByName()
    {
        var exception = Assert.Throws<ArgumentException>(() => new ScenarioScheduler().Plan([new("P50", 0, Calm)], TestSites.Hours(2), 0));

        Assert.StartsWith("Scenario 'P50': Probability is 0 and must be positive.", exception.Message, StringComparison.Ordinal);
    }

    private static RobustSchedule Plan(double probabilityOfDemand, int committedSteps) => new ScenarioScheduler().Plan(
        [new("calm", 1 - probabilityOfDemand, Calm), new("busy", probabilityOfDemand, Busy)], TestSites.Hours(2), committedSteps);
}
