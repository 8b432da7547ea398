using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>When the solver has no time left there still is a plan, and it says that it is not the best one.</summary>
public sealed class FallbackTests
{
    private static readonly ScheduleOptions NoTime = ScheduleOptions.Default with { TimeLimit = TimeSpan.Zero };

    private static readonly SchedulingSite Site = TestSites.OneBus with
    {
        GridConnections = [TestSites.Grid(0.10, 0.10, 0.10, 0.10, 0.30, 0.30)],
        Batteries = [TestSites.LosslessBattery(2_000) with { MaxChargePowerW = 2_000 }],
        Loads = [TestSites.Load(1_000, 1_000, 1_000, 1_000, 5_000, 5_000)],
    };

    [Fact]
    public void Plan_TimeOutWithPreviousPlan_CarriesItOn()
    {
        TimeGrid grid = TestSites.Hours(6);
        SiteSchedule first = new SiteScheduler().Plan(Site, grid);
        SchedulingSite later = SiteRoll.After(Site, first, 2);

        SiteSchedule second = new SiteScheduler().Plan(later, grid.Skip(2), NoTime, first);

        Assert.Equal(PlanSource.PreviousShifted, second.Source);
        PlanAssert.Powers([.. first["battery"].PowerW[2..]], second, "battery");
        PlanAssert.Powers([.. first["grid"].PowerW[2..]], second, "grid");
        Assert.Equal("The solver did not finish in time, so the previous plan is carried on; every wish is fulfilled.", second.Decision.Why);
    }

    [Fact]
    public void Plan_TimeOutBeyondThePreviousHorizon_GoesOnByRule()
    {
        SiteSchedule first = new SiteScheduler().Plan(Site with { Loads = [TestSites.Load(1_000)] }, TestSites.Hours(6));
        SchedulingSite later = Site with
        {
            GridConnections = [TestSites.Grid(0.30)],
            Batteries = [TestSites.LosslessBattery(10_000)],
            Loads = [TestSites.Load(3_000)],
        };

        SiteSchedule second = new SiteScheduler().Plan(later, TimeGrid.Uniform(TestSites.At(5), TimeSpan.FromHours(1), 3), NoTime, first);

        Assert.Equal(3_000, second["battery"].PowerW[2], 0.01);
        PlanAssert.Balanced(later, second);
    }

    [Fact]
    public void Plan_TimeOutWithoutPreviousPlan_LevelsTheBusByRule()
    {
        SiteSchedule plan = new SiteScheduler().Plan(Site with { Photovoltaics = [new SitePhotovoltaic("pv", "ac") { AvailablePowerW = 2_500 }] }, TestSites.Hours(6), NoTime);

        Assert.Equal(PlanSource.RuleBased, plan.Source);
        PlanAssert.Powers([-1_500, -1_500, -1_500, -1_500, 2_500, 2_500], plan, "battery");
        PlanAssert.Powers([0, 0, 0, 0, 0, 0], plan, "grid");
    }

    [Fact]
    public void Plan_TimeOutOnAnIsland_ShedsByPriorityAndNamesIt()
    {
        SchedulingSite island = TestSites.OneBus with
        {
            Batteries = [TestSites.LosslessBattery(10_000) with { MaxDischargePowerW = 5_000 }],
            Loads = [new SiteLoad("critical", "ac") { DrawnPowerW = 4_000 }, new SiteLoad("comfort", "ac") { DrawnPowerW = 2_000, Priority = 5 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(island, TestSites.Hours(2), NoTime);

        PlanAssert.Powers([-4_000, -4_000], plan, "critical");
        PlanAssert.Powers([-1_000, -1_000], plan, "comfort");
        UnmetWish wish = Assert.Single(plan.Decision.UnmetWishes);
        Assert.Equal(("comfort", 2_000.0), (wish.Element, Math.Round(wish.AmountWh, 1)));
    }

    [Fact]
    public void Plan_TimeOutOnAnIslandWithAFullVehicle_ItGivesWhatIsBeyondItsTarget()
    {
        SchedulingSite island = TestSites.OneBus with
        {
            Loads = [TestSites.Load(4_000)],
            Vehicles = [new VehicleVisit("ev", "ac")
            {
                Arrival = TestSites.At(0),
                Departure = TestSites.At(4),
                ArrivalEnergyWh = 12_000,
                TargetEnergyWh = 7_000,
                CapacityWh = 40_000,
                MaxChargePowerW = 11_000,
                MaxDischargePowerW = 5_000,
                DischargeEfficiency = 1,
            }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(island, TestSites.Hours(3), NoTime);

        PlanAssert.Powers([4_000, 1_000, 0], plan, "ev");
        Assert.Equal(7_000, plan["ev"].EnergyWh[^1], 0.01);
        PlanAssert.Balanced(island, plan);
    }

    [Fact]
    public void Plan_TimeOutWithPreviousPlan_VehicleGivesBackAsPlanned()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, 0.50, 0.10)],
            Loads = [TestSites.Load(4_000)],
            Vehicles = [new VehicleVisit("ev", "ac")
            {
                Arrival = TestSites.At(0),
                Departure = TestSites.At(3),
                ArrivalEnergyWh = 10_000,
                TargetEnergyWh = 10_000,
                MaxChargePowerW = 8_000,
                MaxDischargePowerW = 5_000,
                MinEnergyWh = 7_000,
                ChargeEfficiency = 1,
                DischargeEfficiency = 1,
            }],
        };
        SiteSchedule first = new SiteScheduler().Plan(site, TestSites.Hours(3));

        SiteSchedule second = new SiteScheduler().Plan(site, TestSites.Hours(3), NoTime, first);

        PlanAssert.Powers([0, 3_000, -3_000], second, "ev");
        Assert.Empty(second.Decision.UnmetWishes);
    }

    [Theory]
    [InlineData(3_000, 11_000, "grid", "import capacity", 3_000)]
    [InlineData(50_000, 2_000, "ev", "charge power", 2_000)]
    public void Plan_TimeOut_NamesTheLimitThatAWishStandsAt(double importW, double chargeW, string element, string limit, double valueW)
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ImportCapacityW = importW }],
            Vehicles =
                [new VehicleVisit("ev", "ac") { Arrival = TestSites.At(0), Departure = TestSites.At(2), TargetEnergyWh = 20_000, MaxChargePowerW = chargeW }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2), NoTime);

        BindingLimit cause = Assert.Single(plan.Decision.UnmetWishes).Cause!;
        Assert.Equal((element, limit, valueW, 2), (cause.Element, cause.Limit, cause.Value, cause.StepCount));
        Assert.Contains($"because of the {limit} of '{element}'", plan.Decision.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_TimeOutBehindAConverter_NamesTheConverter()
    {
        SchedulingSite site = new()
        {
            Buses = [new SiteBus("ac"), new SiteBus("dc", BusCurrent.Direct)],
            GridConnections = [TestSites.Grid(0.30)],
            Converters = [new InterlinkConverter("converter", "ac", "dc") { MaxFromFirstW = 1_000, MaxFromSecondW = 1_000 }],
            Loads = [new SiteLoad("servers", "dc") { DrawnPowerW = 2_000 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2), NoTime);

        BindingLimit cause = Assert.Single(plan.Decision.UnmetWishes).Cause!;
        Assert.Equal(("converter", "power from ac", 1_000.0), (cause.Element, cause.Limit, cause.Value));
    }

    [Fact]
    public void Plan_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => new SiteScheduler().Plan(Site, TestSites.Hours(6), cancellationToken: cancelled.Token));
    }
}
