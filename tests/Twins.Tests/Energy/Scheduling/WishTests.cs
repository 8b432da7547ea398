using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Wishes that cannot be fulfilled give way in their order, and are named with amount and cause.</summary>
public sealed class WishTests
{
    [Fact]
    public void Plan_VehicleBeyondTheConnection_NamesAmountAndTheConnection()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ImportCapacityW = 5_000 }],
            Loads = [TestSites.Load(2_000)],
            Vehicles = [Vehicle(targetWh: 10_000, maxChargeW: 11_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        UnmetWish wish = Assert.Single(plan.Decision.UnmetWishes);
        Assert.Equal(("ev", "energy at departure", 4_000.0), (wish.Element, wish.Wish, Math.Round(wish.AmountWh, 1)));
        Assert.Equal(("grid", "import capacity", 5_000.0), (wish.Cause!.Element, wish.Cause.Limit, wish.Cause.Value));
        Assert.Equal(wish.Cause, plan.Decision.CheapestRelaxation);
        Assert.Contains("'ev' lacks 4000 Wh of its wish \"energy at departure\" because of the import capacity of 'grid'", plan.Decision.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_VehicleLeavesTooSoon_NamesItsChargePower()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30)],
            Vehicles = [Vehicle(targetWh: 30_000, maxChargeW: 11_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        UnmetWish wish = Assert.Single(plan.Decision.UnmetWishes);
        Assert.Equal(8_000, wish.AmountWh, 0.5);
        Assert.Equal(("ev", "charge power", 11_000.0, 2), (wish.Cause!.Element, wish.Cause.Limit, wish.Cause.Value, wish.Cause.StepCount));
    }

    [Fact]
    public void Plan_Overload_ShedsByRankAndPriority()
    {
        // 10 kW for 12 kW of loads and a vehicle: the vehicle goes first, then priority 9, then 1; the critical load stays.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ImportCapacityW = 9_000 }],
            Loads =
            [
                new SiteLoad("critical", "ac") { DrawnPowerW = 6_000 },
                new SiteLoad("important", "ac") { DrawnPowerW = 4_000, Priority = 1 },
                new SiteLoad("comfort", "ac") { DrawnPowerW = 2_000, Priority = 9 },
            ],
            Vehicles = [Vehicle(targetWh: 4_000, maxChargeW: 11_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([-6_000, -6_000], plan, "critical");
        PlanAssert.Powers([-3_000, -3_000], plan, "important");
        PlanAssert.Powers([0, 0], plan, "comfort");
        PlanAssert.Powers([0, 0], plan, "ev");
        Assert.Equal(["comfort", "important", "ev"], plan.Decision.UnmetWishes.Select(wish => wish.Element));
    }

    [Fact]
    public void Plan_ContractLimit_GivesWayOnlyToLoads()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ImportLimitW = 5_000 }],
            Loads = [TestSites.Load(4_000, 7_000)],
            Vehicles = [Vehicle(targetWh: 4_000, maxChargeW: 11_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([5_000, 7_000], plan, "grid");
        Assert.Equal([("grid", 2_000.0), ("ev", 3_000.0)], plan.Decision.UnmetWishes.Select(wish => (wish.Element, Math.Round(wish.AmountWh, 1))));
    }

    [Theory]
    [InlineData(9_000, 0.9, 6_000)]
    [InlineData(1_000, 0.9, 3_000)]
    public void Plan_BatteryOutsideItsWindow_IsBroughtBackThoughItCosts(double initialWh, double wear, double expectedWh)
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ExportPriceEurPerKwh = -0.5, ExportCapacityW = 10_000 }],
            Batteries = [TestSites.LosslessBattery(initialWh) with { MinStateOfCharge = 0.3, MaxStateOfCharge = 0.6, WearCostEurPerKwh = wear }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        Assert.All(plan["battery"].EnergyWh, energy => Assert.Equal(expectedWh, energy, 0.5));
        Assert.Empty(plan.Decision.UnmetWishes);
    }

    [Fact]
    public void Plan_BatteryAboveItsWindowWithNowhereToGo_NamesHowMuch()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            Batteries = [TestSites.LosslessBattery(9_000) with { MaxStateOfCharge = 0.6 }],
            Loads = [TestSites.Load(1_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        UnmetWish wish = Assert.Single(plan.Decision.UnmetWishes);
        Assert.Equal((WishRank.StorageWindow, 2_000.0), (wish.Rank, Math.Round(wish.AmountWh)));
    }

    [Fact]
    public void Plan_MustRunPlant_ExportsAtALossRatherThanCurtail()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ExportPriceEurPerKwh = -0.2, ExportCapacityW = 3_000 }],
            Photovoltaics =
            [
                new SitePhotovoltaic("wanted", "ac") { AvailablePowerW = 4_000, Curtailable = false },
                new SitePhotovoltaic("free", "ac") { AvailablePowerW = 4_000 },
            ],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(1));

        PlanAssert.Powers([3_000], plan, "wanted");
        PlanAssert.Powers([0], plan, "free");
        Assert.Equal(("wanted", 1_000.0), plan.Decision.UnmetWishes.Select(wish => (wish.Element, Math.Round(wish.AmountWh, 1))).Single());
    }

    [Fact]
    public void Plan_OrdinaryHour_MarginalPriceIsTheImportPrice()
    {
        SchedulingSite site = TestSites.OneBus with { GridConnections = [TestSites.Grid(0.10, 0.25)], Loads = [TestSites.Load(1_000)] };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        Assert.Equal([0.10, 0.25], plan.Decision.MarginalPrices.Single().EurPerKwh.Select(price => Math.Round(price, 5)));
        Assert.Null(plan.Decision.CheapestRelaxation);
        Assert.Equal("The cheapest plan costs 0.35 EUR and fulfils every wish, with no device at a limit that costs anything.", plan.Decision.Why);
    }

    private static VehicleVisit Vehicle(double targetWh, double maxChargeW) => new("ev", "ac")
    {
        Arrival = TestSites.At(0),
        Departure = TestSites.At(2),
        TargetEnergyWh = targetWh,
        MaxChargePowerW = maxChargeW,
        ChargeEfficiency = 1,
    };
}
