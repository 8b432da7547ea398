using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Planning again as time goes on continues what was begun.</summary>
public sealed class RollingTests
{
    private static readonly SchedulingSite Site = TestSites.OneBus with
    {
        GridConnections =
            [TestSites.Grid(0.11, 0.32, 0.13, 0.24, 0.15, 0.46, 0.17, 0.28) with { ImportCapacityW = 40_000, DemandChargeEurPerKw = 0.05, BillingPeakW = 5_000 }],
        Batteries = [TestSites.LosslessBattery(3_000) with { ChargeEfficiency = 0.95, DischargeEfficiency = 0.95, TerminalValueEurPerKwh = 0.2, WearCostEurPerKwh = 0.01 }],
        Loads = [TestSites.Load(3_000, 4_000, 2_000, 5_000, 6_000, 7_000, 1_000, 2_000)],
        Vehicles = [new VehicleVisit("ev", "ac")
        {
            Arrival = TestSites.At(1),
            Departure = TestSites.At(6.5),
            TargetEnergyWh = 20_000,
            MaxChargePowerW = 7_000,
        }],
        DeferrableLoads = [new DeferrableLoad("pump", "ac")
        {
            Earliest = TestSites.At(0),
            Latest = TestSites.At(7),
            EnergyWh = 9_000,
            MaxPowerW = 4_000,
        }],
        ShipCalls = [new ShipCall("ship", "ac")
        {
            EarliestStart = TestSites.At(1),
            LatestEnd = TestSites.At(7),
            Duration = TimeSpan.FromHours(2.5),
            DrawnPowerW = 12_000,
        }],
    };

    [Fact]
    public void Plan_NothingNewHappened_CostsTheSameInTheEnd()
    {
        // Bellman: what is left of a best plan is a best plan for what is left.
        TimeGrid grid = TestSites.Hours(8);
        var scheduler = new SiteScheduler();
        SiteSchedule whole = scheduler.Plan(Site, grid);
        SchedulingSite site = Site;
        SiteSchedule plan = whole;
        double paidEur = 0;
        for (int step = 0; step < 7; step++)
        {
            paidEur += PaidEur(site, plan);
            site = SiteRoll.After(site, plan, 1);
            plan = scheduler.Plan(site, plan.Grid.Skip(1));
            Assert.Equal(PlanSource.Optimised, plan.Source);
            PlanAssert.Balanced(site, plan);
        }

        Assert.Equal(Value(whole), paidEur + Value(plan), 2e-3);
    }

    [Fact]
    public void After_Steps_MovesEnergiesWantsPeaksAndProfilesOn()
    {
        SiteSchedule plan = new SiteScheduler().Plan(Site, TestSites.Hours(8));

        SchedulingSite later = SiteRoll.After(Site, plan, 3);

        Assert.Equal(plan["battery"].EnergyWh[2], later.Batteries[0].InitialEnergyWh);
        Assert.Equal(plan["ev"].EnergyWh[2], later.Vehicles[0].ArrivalEnergyWh);
        Assert.Equal(9_000 + plan["pump"].PowerW[..3].Sum(), later.DeferrableLoads[0].EnergyWh, 1e-6);
        Assert.Equal(Math.Max(5_000, plan["grid"].PowerW[..3].Max()), later.GridConnections[0].BillingPeakW, 1e-6);
        Assert.Equal(0.24, later.GridConnections[0].ImportPriceEurPerKwh[0]);
        Assert.Equal(5, later.Loads[0].DrawnPowerW.Count);
    }

    [Fact]
    public void Plan_HorizonBeginsWithinAMeteringWindow_WhatWasImportedInItCounts()
    {
        // 10 of 15 minutes are over with 2 kWh: for a mean of 10 kW, 0.5 kWh (6 kW) are left; the rest comes out of the battery.
        TimeGrid grid = TimeGrid.Uniform(TestSites.Start.AddMinutes(10), TimeSpan.FromMinutes(5), 4);
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.2) with { DemandChargeEurPerKw = 100, BillingPeakW = 10_000, WindowImportWh = 2_000 }],
            Batteries = [TestSites.LosslessBattery(10_000) with { MaxDischargePowerW = 50_000, WearCostEurPerKwh = 0.3 }],
            Loads = [TestSites.Load(10_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, grid);

        PlanAssert.Powers([6_000, 10_000, 10_000, 10_000], plan, "grid");
        Assert.Equal(10_000, plan.Figures.PeakImportW, 0.5);
    }

    [Fact]
    public void After_StepsWithinAMeteringWindow_CarryItsImportInsteadOfBillingIt()
    {
        TimeGrid grid = TimeGrid.Uniform(TestSites.Start, TimeSpan.FromMinutes(5), 6);
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.2) with { DemandChargeEurPerKw = 1 }],
            Loads = [TestSites.Load(6_000, 6_000, 6_000, 12_000, 0, 0)],
        };
        SiteSchedule plan = new SiteScheduler().Plan(site, grid);

        SiteGridConnection later = SiteRoll.After(site, plan, 4).GridConnections[0];
        SiteGridConnection whole = SiteRoll.After(site, plan, 3).GridConnections[0];

        Assert.Equal((6_000, 1_000), (Math.Round(later.BillingPeakW), Math.Round(later.WindowImportWh!.Value)));
        Assert.Equal(6_000, whole.BillingPeakW, 0.5);
        Assert.Null(whole.WindowImportWh);
    }

    [Fact]
    public void Plan_NoTerminalValueGiven_TakesWhatTheLastPlanFoundStoredEnergyWorth()
    {
        // The only price is 0.30: stored energy displaces it, so one hour later the full battery is worth keeping at 0.30, not at 0.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30)],
            Batteries = [TestSites.LosslessBattery(4_000) with { TerminalValueEurPerKwh = null, WearCostEurPerKwh = 0.02 }],
            Loads = [TestSites.Load(1_000)],
        };
        var rolling = new RollingScheduler();

        SiteSchedule first = rolling.Plan(site, TestSites.Hours(8));
        SiteSchedule second = rolling.Plan(site, TestSites.Hours(8));

        Assert.Equal(0.30, first.Decision.StoredValues["battery"], 1e-5);
        Assert.Equal(4_000, second["battery"].EnergyWh[^1], 0.5);
        Assert.Same(second, rolling.Last);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(23)]
    public void Plan_AnySiteRolledOn_AlwaysPlansFromWhereItStands(int seed)
    {
        (SchedulingSite site, TimeGrid grid) = RandomSites.Create(seed);
        var options = ScheduleOptions.Default with { TimeLimit = Timeout.InfiniteTimeSpan, NodeLimit = 2 };
        var rolling = new RollingScheduler();
        SiteSchedule plan = rolling.Plan(site, grid, options);
        for (int round = 0; round < 4; round++)
        {
            site = SiteRoll.After(site, plan, 2);
            plan = rolling.Plan(site, plan.Grid.Skip(2), round == 2 ? options with { TimeLimit = TimeSpan.Zero } : options);

            Assert.Equal(round == 2 ? PlanSource.PreviousShifted : PlanSource.Optimised, plan.Source);
            PlanAssert.Balanced(site, plan);
            PlanAssert.Conserves(site, plan);
            PlanAssert.WithinConnections(site, plan);
        }
    }

    /// <summary>What the first step costs: energy, wear, and the rise of the billing peak.</summary>
    private static double PaidEur(SchedulingSite site, SiteSchedule plan)
    {
        SiteGridConnection connection = site.GridConnections[0];
        double importedKw = plan["grid"].PowerW[0] / 1000;
        double peakEur = Math.Max(0, importedKw - (connection.BillingPeakW / 1000)) * connection.DemandChargeEurPerKw;
        return (importedKw * connection.ImportPriceEurPerKwh[0]) + peakEur + (Math.Abs(plan["battery"].PowerW[0]) / 1000 * 0.01);
    }

    private static double Value(SiteSchedule plan) => plan.Figures.TotalEur - (0.2 * plan["battery"].EnergyWh[^1] / 1000);
}
