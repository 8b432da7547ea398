using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Batteries and hydrogen: when they pay, and when they do not.</summary>
public sealed class StoragePlanTests
{
    [Fact]
    public void Plan_TwoPrices_BuysCheapAndServesTheDearHour()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, 0.30)],
            Batteries = [TestSites.LosslessBattery()],
            Loads = [TestSites.Load(2_000, 6_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([-6_000, 6_000], plan, "battery");
        PlanAssert.Powers([8_000, 0], plan, "grid");
        Assert.Equal(0.8, plan.Figures.TotalEur, 1e-5);
        Assert.Equal(PlanSource.Optimised, plan.Source);
        Assert.Empty(plan.Decision.UnmetWishes);
        PlanAssert.Balanced(site, plan);
    }

    [Theory]
    [InlineData(0.09, true)]
    [InlineData(0.11, false)]
    public void Plan_WearCost_CyclesOnlyWhenTheSpreadPaysForBothWays(double wearEurPerKwh, bool cycles)
    {
        // Spread 0.20 EUR/kWh, lossless: charging and discharging cost 2κ.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, 0.30)],
            Batteries = [TestSites.LosslessBattery() with { WearCostEurPerKwh = wearEurPerKwh }],
            Loads = [TestSites.Load(0, 6_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers(cycles ? [-6_000, 6_000] : [0, 0], plan, "battery");
    }

    [Fact]
    public void Plan_QuadraticWear_SpreadsThePowerEvenly()
    {
        // 6 kWh are worth having twice over; the square of the power is least when all four hours give the same.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30)],
            Batteries = [TestSites.LosslessBattery(6_000) with { QuadraticWearEurPerKw2h = 0.01 }],
            Loads = [TestSites.Load(8_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(4));

        PlanAssert.Powers([1_500, 1_500, 1_500, 1_500], plan, "battery");
    }

    [Fact]
    public void Plan_SelfDischarge_LosesByTheHour()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30)],
            Batteries = [TestSites.LosslessBattery(8_000) with { SelfDischargePerHour = 0.1, TerminalValueEurPerKwh = 1 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site with { Batteries = [site.Batteries[0] with { MaxChargePowerW = 0 }] }, TestSites.Hours(2));

        Assert.Equal([7_200, 6_480], plan["battery"].EnergyWh.Select(energy => Math.Round(energy, 1)));
    }

    [Fact]
    public void Plan_DemandCharge_ShavesThePeakToTheMean()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { DemandChargeEurPerKw = 10 }],
            Batteries = [TestSites.LosslessBattery()],
            Loads = [TestSites.Load(2_000, 8_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([5_000, 5_000], plan, "grid");
        Assert.Equal(50, plan.Figures.DemandChargeEur, 1e-3);
    }

    [Fact]
    public void Plan_BillingPeakReachedAlready_ShavesOnlyAboveIt()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30, 0.301) with { DemandChargeEurPerKw = 10, BillingPeakW = 7_000 }],
            Batteries = [TestSites.LosslessBattery() with { WearCostEurPerKwh = 0.1 }],
            Loads = [TestSites.Load(2_000, 8_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([3_000, 7_000], plan, "grid");
        Assert.Equal(0, plan.Figures.DemandChargeEur, 1e-3);
    }

    [Fact]
    public void Plan_TerminalValue_KeepsWhatIsWorthMoreLater()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.20)],
            Batteries = [TestSites.LosslessBattery(5_000) with { TerminalValueEurPerKwh = 0.25 }],
            Loads = [TestSites.Load(5_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(1));

        PlanAssert.Powers([-5_000], plan, "battery");
    }

    [Theory]
    [InlineData(0.30, false)]
    [InlineData(0.40, true)]
    public void Plan_Hydrogen_OnlyWhenTheSpreadPaysForItsLosses(double dearEurPerKwh, bool pays)
    {
        // 0.65 · 0.5 = 0.325: buying at 0.10 pays when selling at more than 0.3077 EUR/kWh.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, dearEurPerKwh)],
            HydrogenStores = [new HydrogenStore("hydrogen", "ac")
            {
                TankCapacityWh = 50_000,
                InitialEnergyWh = 0,
                ElectrolyserPowerW = 10_000,
                FuelCellPowerW = 5_000,
            }],
            Loads = [TestSites.Load(0, 10_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers(pays ? [-10_000, 3_250] : [0, 0], plan, "hydrogen");
    }

    [Fact]
    public void Plan_BatteryBelowItsWindow_IsFilledFirstAndNamed()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ImportCapacityW = 1_000 }],
            Batteries = [TestSites.LosslessBattery(500) with { MinStateOfCharge = 0.2 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(3));

        PlanAssert.Powers([-1_000, -500, 0], plan, "battery");
        var wish = Assert.Single(plan.Decision.UnmetWishes);
        Assert.Equal((WishRank.StorageWindow, 500.0), (wish.Rank, Math.Round(wish.AmountWh, 1)));
        Assert.Equal(("grid", "import capacity"), (wish.Cause!.Element, wish.Cause.Limit));
    }
}
