using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Vehicles, deferrable loads, ships, sun, heat: served in time, where it is cheapest.</summary>
public sealed class DemandPlanTests
{
    private static readonly VehicleVisit Vehicle = new("ev", "ac")
    {
        Arrival = TestSites.At(1),
        Departure = TestSites.At(3),
        TargetEnergyWh = 10_000,
        MaxChargePowerW = 8_000,
        ChargeEfficiency = 1,
        DischargeEfficiency = 1,
    };

    [Fact]
    public void Plan_Vehicle_ChargesBeforeDepartureThoughLaterIsCheaper()
    {
        SchedulingSite site = TestSites.OneBus with { GridConnections = [TestSites.Grid(0.10, 0.30, 0.20, 0.05)], Vehicles = [Vehicle] };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(4));

        PlanAssert.Powers([0, -2_000, -8_000, 0], plan, "ev");
        Assert.Empty(plan.Decision.UnmetWishes);
    }

    [Theory]
    [InlineData(null, 10_000)]
    [InlineData(14_000.0, 14_000)]
    public void Plan_VehicleAtNegativePrices_IsFilledToItsTargetOrItsCapacity(double? capacityWh, double expectedWh)
    {
        SchedulingSite site = TestSites.OneBus with { GridConnections = [TestSites.Grid(-0.10)], Vehicles = [Vehicle with { ArrivalEnergyWh = 3_000, CapacityWh = capacityWh }] };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(4));

        Assert.Equal(expectedWh, plan["ev"].EnergyWh[^1], 0.5);
        Assert.Equal(0.10, -plan.Decision.StoredValues["ev"], 1e-4);
    }

    [Fact]
    public void Plan_VehicleArrivesWithinAStep_DrawsOnlyForItsShare()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.1)],
            Vehicles = [Vehicle with { Arrival = TestSites.At(0.5), Departure = TestSites.At(1.75), TargetEnergyWh = 50_000 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([-4_000, -6_000], plan, "ev");
    }

    [Fact]
    public void Plan_VehicleGivesBack_ServesTheDearHourAndIsFullInTime()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, 0.50, 0.10)],
            Vehicles = [Vehicle with { ArrivalEnergyWh = 10_000, MaxDischargePowerW = 5_000, MinEnergyWh = 7_000 }],
            Loads = [TestSites.Load(4_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(3));

        PlanAssert.Powers([0, 3_000, -3_000], plan, "ev");
    }

    [Fact]
    public void Plan_LeastChargePower_IsKeptOrNothingDrawn()
    {
        // 5 kWh at 4 kW at least: 1 kWh in the cheapest hour and 4 in the next is not allowed.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.10, 0.20, 0.20, 0.30) with { ImportCapacityW = 4_500 }],
            Vehicles = [Vehicle with { Arrival = TestSites.At(0), Departure = TestSites.At(4), TargetEnergyWh = 8_500, MinChargePowerW = 4_000 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(4));

        Assert.All(plan["ev"].PowerW, power => Assert.True(power > -0.05 || power < -3_999.9, $"{power} W lies below the least charge power"));
        Assert.Equal(8_500, plan["ev"].EnergyWh[^1], 0.5);
    }

    [Fact]
    public void Plan_Deferrable_RunsInTheCheapHoursOfItsWindow()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.05, 0.30, 0.10, 0.20)],
            DeferrableLoads =
                [new DeferrableLoad("pump", "ac") { Earliest = TestSites.At(1), Latest = TestSites.At(4), EnergyWh = 5_000, MaxPowerW = 4_000 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(4));

        PlanAssert.Powers([0, 0, -4_000, -1_000], plan, "pump");
    }

    [Fact]
    public void Plan_Ship_TakesItsBlockWholeInTheCheapestHours()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.05, 0.30, 0.10, 0.12, 0.40)],
            ShipCalls = [Ship(1, 5)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(5));

        PlanAssert.Powers([0, 0, -50_000, -50_000, 0], plan, "ship");
    }

    [Fact]
    public void Plan_ShipBegunAlready_GoesOn()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.9, 0.1, 0.1)],
            ShipCalls = [Ship(-2, 5) with { StartedAt = TestSites.At(-1) }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(3));

        PlanAssert.Powers([-50_000, 0, 0], plan, "ship");
    }

    [Fact]
    public void Plan_ExportCapacity_CurtailsTheSun()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.30) with { ExportPriceEurPerKwh = 0.08, ExportCapacityW = 3_000 }],
            Photovoltaics = [new SitePhotovoltaic("pv", "ac") { AvailablePowerW = Profile.Of(1_000, 9_000) }],
            Loads = [TestSites.Load(2_000)],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([1_000, 5_000], plan, "pv");
        PlanAssert.Powers([1_000, -3_000], plan, "grid");
        BindingLimit export = Assert.Single(plan.Decision.BindingLimits, limit => limit.Limit == "export capacity" && limit.Element == "grid" && limit.SavingEurPerKilo > 0.079);
        Assert.Equal((TestSites.At(1), 3_000.0), (export.From, export.Value));
    }

    [Fact]
    public void Plan_DataCentreHeat_IsUsedWhileItPays()
    {
        // 0.25 W per W of heat: heat at 0.06 EUR/kWh pays below 0.24 EUR/kWh of electricity.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0.20, 0.30)],
            DataCentres =
                [new DataCentre("servers", "ac") { DrawnPowerW = 10_000, RecoverableShare = 0.8, HeatDemandW = 20_000, HeatValueEurPerKwh = 0.06 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, TestSites.Hours(2));

        PlanAssert.Powers([-12_000, -10_000], plan, "servers");
        Assert.Equal(0.48, plan.Figures.HeatRevenueEur, 1e-4);
    }

    private static ShipCall Ship(double earliest, double latest) => new("ship", "ac")
    {
        EarliestStart = TestSites.At(earliest),
        LatestEnd = TestSites.At(latest),
        Duration = TimeSpan.FromHours(2),
        DrawnPowerW = 50_000,
    };
}
