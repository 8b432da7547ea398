using Twins.Energy.Scheduling;
using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Each objective beside the bill changes the plan as it should.</summary>
public sealed class ObjectiveTests
{
    private static readonly SchedulingSite Hybrid = new()
    {
        Buses = [new SiteBus("ac"), new SiteBus("dc", BusCurrent.Direct)],
        GridConnections = [TestSites.Grid(0.30) with { ExportPriceEurPerKwh = 0.295, ExportCapacityW = 50_000 }],
        Photovoltaics = [new SitePhotovoltaic("pv", "dc") { AvailablePowerW = Profile.Of(5_000, 0) }],
        Batteries = [TestSites.LosslessBattery() with { Bus = "dc", WearCostEurPerKwh = 0.005 }],
        Loads = [new SiteLoad("dc-load", "dc") { DrawnPowerW = Profile.Of(0, 5_000) }],
        Converters = [new InterlinkConverter("converter", "ac", "dc")
        {
            MaxFromFirstW = 20_000,
            MaxFromSecondW = 20_000,
            EfficiencyFromFirst = 1,
            EfficiencyFromSecond = 1,
        }],
    };

    [Theory]
    [InlineData(0, 5_000, 0)]
    [InlineData(0.02, 0, -5_000)]
    public void Plan_DirectCurrentFirst_StoresOnTheDcBusInsteadOfGoingThroughTheGrid(double conversionEurPerKwh, double convertedW, double batteryW)
    {
        // Selling at 0.295 and buying back at 0.30 costs 5 EUR/MWh, storing 10: unless conversion counts.
        SiteSchedule plan = Plan(Hybrid, new ScheduleObjectives { ConversionEurPerKwh = conversionEurPerKwh });

        PlanAssert.Powers([convertedW, -convertedW], plan, "converter");
        PlanAssert.Powers([batteryW, -batteryW], plan, "battery");
        PlanAssert.Balanced(Hybrid, plan);
    }

    [Fact]
    public void Plan_SelfConsumption_ExportsLess()
    {
        Assert.Equal(5_000, Plan(Hybrid, ScheduleObjectives.Cost).Figures.ExportedWh, 0.5);
        Assert.Equal(0, Plan(Hybrid, new ScheduleObjectives { ExportPenaltyEurPerKwh = 0.02 }).Figures.ExportedWh, 0.5);
    }

    [Fact]
    public void Plan_PeakWeight_LevelsTheImport()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30)],
            Batteries = [TestSites.LosslessBattery()],
            Loads = [TestSites.Load(2_000, 8_000)],
        };

        SiteSchedule plan = Plan(site, new ScheduleObjectives { PeakEurPerKw = 1 });

        Assert.Equal(5_000, plan.Figures.PeakImportW, 0.5);
        Assert.Equal(0, plan.Figures.DemandChargeEur);
    }

    [Fact]
    public void Plan_CarbonWeight_MovesToTheCleanHour()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, 0.12) with { EmissionsKgPerKwh = Profile.Of(0.5, 0.1) }],
            DeferrableLoads = [new DeferrableLoad("pump", "ac")
            {
                Earliest = TestSites.At(0),
                Latest = TestSites.At(2),
                EnergyWh = 4_000,
                MaxPowerW = 4_000,
            }],
        };

        PlanAssert.Powers([-4_000, 0], Plan(site, ScheduleObjectives.Cost), "pump");
        SiteSchedule clean = Plan(site, new ScheduleObjectives { CarbonEurPerKg = 0.1 });
        PlanAssert.Powers([0, -4_000], clean, "pump");
        Assert.Equal(0.4, clean.Figures.EmissionsKg, 1e-4);
    }

    [Fact]
    public void Plan_Reserve_IsHeldThroughTheDearHour()
    {
        // Two hours of the critical kilowatt stay in the battery although the hour is dear.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, 0.90)],
            Batteries = [TestSites.LosslessBattery(5_000) with { MaxChargePowerW = 0 }],
            Loads = [TestSites.Load(1_000), new SiteLoad("comfort", "ac") { DrawnPowerW = 5_000, Priority = 3 }],
        };

        SiteSchedule plan = Plan(site, new ScheduleObjectives { ReserveHours = 2 });

        Assert.Equal(2_000, plan["battery"].EnergyWh[1], 0.5);
        Assert.Empty(plan.Decision.UnmetWishes);
        Assert.Equal(0, Plan(site, ScheduleObjectives.Cost)["battery"].EnergyWh[1], 0.5);
    }

    [Fact]
    public void Plan_ReserveBeyondTheCapacity_NamesWhatIsMissingAndTheCapacity()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10)],
            Batteries = [TestSites.LosslessBattery(10_000)],
            Loads = [TestSites.Load(3_000)],
        };

        SiteSchedule plan = Plan(site, new ScheduleObjectives { ReserveHours = 4 });

        var wish = Assert.Single(plan.Decision.UnmetWishes);
        Assert.Equal((WishRank.Reserve, 2_000.0), (wish.Rank, Math.Round(wish.AmountWh, 1)));
        Assert.Equal(("battery", "storage capacity", "Wh"), (wish.Cause!.Element, wish.Cause.Limit, wish.Cause.Unit));
    }

    private static SiteSchedule Plan(SchedulingSite site, ScheduleObjectives objectives) =>
        new SiteScheduler().Plan(site, TestSites.Hours(2), ScheduleOptions.Default with { Objectives = objectives });
}

/// <summary>At negative prices losses would earn money; no plan may burn energy by running a device both ways.</summary>
public sealed class NegativePriceTests
{
    [Fact]
    public void WearEurPerKwh_RoundTripOfFourFifths_IsANinthOfThePrice() =>
        Assert.Equal(0.09 / 9, BurnThreshold.WearEurPerKwh(-0.09, 0.8, 1), 1e-12);

    [Fact]
    public void WearEurPerKwh_NoNegativePrice_IsZero() => Assert.Equal(0, BurnThreshold.WearEurPerKwh(0.05, 0.9, 0.9));

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Plan_NegativePrices_StoreAndConverterRunOneWay(double wearEurPerKwh)
    {
        SchedulingSite site = new()
        {
            Buses = [new SiteBus("ac"), new SiteBus("dc", BusCurrent.Direct)],
            GridConnections = [TestSites.Grid(-0.5, -0.5, 0.1) with { ExportPriceEurPerKwh = Profile.Of(-0.5, -0.5, 0.1), ExportCapacityW = 50_000 }],
            Batteries =
                [TestSites.LosslessBattery(9_000) with { Bus = "dc", ChargeEfficiency = 0.9, DischargeEfficiency = 0.9, WearCostEurPerKwh = wearEurPerKwh }],
            Converters = [new InterlinkConverter("converter", "ac", "dc")
            {
                MaxFromFirstW = 20_000,
                MaxFromSecondW = 20_000,
                EfficiencyFromFirst = 0.9,
            }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(3));

        // One-way devices: the net power alone explains energy and both terminals.
        PlanAssert.Conserves(site, plan);
        PlanAssert.Balanced(site, plan);
        for (int step = 0; step < 3; step++)
        {
            double ac = plan["converter"].Terminals[0].PowerW[step];
            double dc = plan["converter"].Terminals[1].PowerW[step];
            Assert.Equal(ac < 0 ? -0.9 * ac : -ac / 0.97, dc, 0.05);
        }
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(1.1, false)]
    public void Relaxation_WearBesideTheThreshold_BurnsOnlyBelowIt(double shareOfThreshold, bool burns)
    {
        double wearEurPerKwh = shareOfThreshold * BurnThreshold.WearEurPerKwh(-0.5, 0.9, 0.8);
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(-0.5)],
            Batteries =
                [TestSites.LosslessBattery(10_000) with { ChargeEfficiency = 0.9, DischargeEfficiency = 0.8, WearCostEurPerKwh = wearEurPerKwh }],
        };
        var model = new ModelBuilder();
        var penalties = new Penalties([site], TestSites.Hours(1), ScheduleObjectives.Cost);
        var formulation = new SiteFormulation(model, site, TestSites.Hours(1), ScheduleObjectives.Cost, penalties, ScenarioShare.Only);
        SiteAssets.Add(formulation);

        Solution relaxed = new InteriorPointSolver().Solve(model.Build());

        ExclusivePair battery = formulation.Pairs.Single(pair => model.Build().NameOf(pair.Forward).Name == "battery.discharge");
        Assert.Equal(burns ? 7.2 : 0, relaxed[battery.Forward], 1e-5);
    }
}
