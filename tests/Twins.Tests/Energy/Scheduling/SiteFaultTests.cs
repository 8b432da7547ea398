using Twins.Energy.Scheduling;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Faults of the caller's numbers are all named at once, with element and value.</summary>
public sealed class SiteFaultTests
{
    private static readonly SiteBattery Battery = TestSites.LosslessBattery();

    private static readonly VehicleVisit Vehicle = new("ev", "ac")
    {
        Arrival = TestSites.At(2),
        Departure = TestSites.At(3),
        TargetEnergyWh = 10_000,
        MaxChargePowerW = 8_000,
    };

    private static readonly Dictionary<string, SchedulingSite> Sites = new(StringComparer.Ordinal)
    {
        ["battery 'battery': CapacityWh is -5 and must be positive"] =
            TestSites.OneBus with { Batteries = [Battery with { CapacityWh = -5 }] },
        ["battery 'battery': InitialEnergyWh is 11000 and must lie within 0 … 10000"] =
            TestSites.OneBus with { Batteries = [Battery with { InitialEnergyWh = 11_000 }] },
        ["battery 'battery': ChargeEfficiency is 1.1 and must be above 0 and at most 1"] =
            TestSites.OneBus with { Batteries = [Battery with { ChargeEfficiency = 1.1 }] },
        ["battery 'battery' refers to bus 'dc', which is not in the site"] =
            TestSites.OneBus with { Batteries = [Battery with { Bus = "dc" }] },
        ["element 'battery' is there 2 times"] =
            TestSites.OneBus with { Batteries = [Battery, Battery] },
        ["load 'load': DrawnPowerW[1] is NaN and must not be negative"] =
            TestSites.OneBus with { Loads = [TestSites.Load(1, double.NaN)] },
        ["load 'load': DrawnPowerW has 3 values for 2 steps; give one for all or one for each"] =
            TestSites.OneBus with { Loads = [TestSites.Load(1, 2, 3)] },
        ["load 'load': Priority is 10 and must lie within 0 … 9"] =
            TestSites.OneBus with { Loads = [TestSites.Load(1) with { Priority = 10 }] },
        ["grid connection 'grid': ImportPriceEurPerKwh is Infinity and must be finite"] =
            TestSites.OneBus with { GridConnections = [TestSites.Grid(double.PositiveInfinity)] },
        ["grid connection 'grid': ImportCapacityW is -1 and must not be negative"] =
            TestSites.OneBus with { GridConnections = [TestSites.Grid(0) with { ImportCapacityW = -1 }] },
        ["vehicle 'ev': Departure is 2026-01-01T01:00:00.0000000+00:00 and must be after Arrival, 2026-01-01T02:00:00.0000000+00:00"] =
            TestSites.OneBus with { Vehicles = [Vehicle with { Departure = TestSites.At(1) }] },
        ["vehicle 'ev': CapacityWh is 9000 and must be at least 10000"] =
            TestSites.OneBus with { Vehicles = [Vehicle with { CapacityWh = 9_000 }] },
        ["converter 'converter' begins and ends at bus 'ac'"] =
            TestSites.OneBus with { Converters = [new InterlinkConverter("converter", "ac", "ac") { MaxFromFirstW = 1, MaxFromSecondW = 1 }] },
        ["the site has no bus"] =
            new SchedulingSite { Buses = [] },
    };

    public static TheoryData<string> Faults => [.. Sites.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Plan_FaultySite_NamesElementAndValue(string fault)
    {
        var exception = Assert.Throws<SchedulingSiteException>(() => new SiteScheduler().Plan(Sites[fault], TestSites.Hours(2)));

        Assert.Equal([fault], exception.Faults);
    }

    [Fact]
    public void Plan_SeveralFaults_NamesAll()
    {
        SchedulingSite site = TestSites.OneBus with
        {
            Batteries = [Battery with { CapacityWh = double.NaN, SelfDischargePerHour = 2 }],
            Photovoltaics = [new SitePhotovoltaic("pv", "roof") { AvailablePowerW = -1 }],
        };
        var options = ScheduleOptions.Default with { Objectives = new() { ReserveHours = -1 } };

        var exception = Assert.Throws<SchedulingSiteException>(() => new SiteScheduler().Plan(site, TestSites.Hours(2), options));

        Assert.Contains("battery 'battery': CapacityWh is NaN and must be positive", exception.Faults);
        Assert.Contains("battery 'battery': SelfDischargePerHour is 2 and must lie within 0 … 1", exception.Faults);
        Assert.Contains("photovoltaic plant 'pv' refers to bus 'roof', which is not in the site", exception.Faults);
        Assert.Contains("photovoltaic plant 'pv': AvailablePowerW is -1 and must not be negative", exception.Faults);
        Assert.Contains("objectives: ReserveHours is -1 and must not be negative", exception.Faults);
    }

    [Fact]
    public void Plan_TimesNotIncreasing_NamesTheEdges()
    {
        var grid = new TimeGrid([TestSites.At(0), TestSites.At(1), TestSites.At(0.5)]);

        var exception = Assert.Throws<SchedulingSiteException>(() => new SiteScheduler().Plan(TestSites.OneBus, grid));

        Assert.Equal(
            ["time grid: edge 2 is 2026-01-01T00:30:00.0000000+00:00 and must be after edge 1, 2026-01-01T01:00:00.0000000+00:00"], exception.Faults);
    }

    [Theory]
    [InlineData(30, 10, "time grid: step 0 lasts 00:00:30 and must last 00:01:00 to 01:00:00")]
    [InlineData(3_600, 169, "time grid: the horizon is 7.01:00:00 and must not exceed 7.00:00:00")]
    public void Plan_GridOutOfRange_NamesLengthAndLimit(double seconds, int count, string fault)
    {
        TimeGrid grid = TimeGrid.Uniform(TestSites.Start, TimeSpan.FromSeconds(seconds), count);

        var exception = Assert.Throws<SchedulingSiteException>(() => new SiteScheduler().Plan(TestSites.OneBus, grid));

        Assert.Equal(fault, exception.Faults[0]);
    }
}

/// <summary>Steps of several lengths, and what lies within them.</summary>
public sealed class TimeGridTests
{
    private static readonly TimeGrid Mixed = TimeGrid.Mixed(TestSites.Start, (TimeSpan.FromMinutes(1), 15), (TimeSpan.FromMinutes(15), 3), (TimeSpan.FromHours(1), 2));

    [Fact]
    public void Mixed_ThreeParts_RunsOnWithoutGaps()
    {
        Assert.Equal(20, Mixed.Count);
        Assert.Equal(TestSites.At(3), Mixed.End);
        Assert.Equal([1.0, 15, 60], new[] { Mixed.Hours(14), Mixed.Hours(15), Mixed.Hours(18) }.Select(hours => Math.Round(hours * 60, 9)));
    }

    [Fact]
    public void StepsWithin_Interval_AreThoseItTouches()
    {
        Assert.Equal((15, 2), Mixed.StepsWithin(TestSites.At(0.25), TestSites.At(0.6)));
        Assert.Equal((0, 0), Mixed.StepsWithin(TestSites.At(3), TestSites.At(4)));
        Assert.Equal((0, 20), Mixed.StepsWithin(TestSites.At(-1), TestSites.At(9)));
    }

    [Fact]
    public void Plan_MixedSteps_CountsEnergyByTheLengthOfEachStep()
    {
        // 1.5 kWh in the cheap quarter of an hour and the cheap hour: 6 kW for a quarter is all the first can take.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid([.. Enumerable.Repeat(0.9, 15), 0.1, 0.9, 0.9, 0.2, 0.9])],
            DeferrableLoads = [new DeferrableLoad("pump", "ac")
            {
                Earliest = TestSites.At(0),
                Latest = TestSites.At(3),
                EnergyWh = 2_500,
                MaxPowerW = 6_000,
            }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, Mixed);

        PlanAssert.Powers([.. Enumerable.Repeat(0.0, 15), -6_000, 0, 0, -1_000, 0], plan, "pump");
        Assert.Equal(0.35, plan.Figures.TotalEur, 1e-5);
    }

    [Fact]
    public void Plan_DemandWindow_TakesTheMeanOverItsSteps()
    {
        // One minute at 15 kW is 1 kW over the quarter of an hour.
        SchedulingSite site = TestSites.OneBus with
        {
            GridConnections = [TestSites.Grid(0) with { DemandChargeEurPerKw = 10 }],
            Loads = [TestSites.Load([15_000, .. Enumerable.Repeat(0.0, 19)])],
        };

        SiteSchedule plan = new SiteScheduler().Plan(site, Mixed);

        Assert.Equal(1_000, plan.Figures.PeakImportW, 0.1);
        Assert.Equal(10, plan.Figures.DemandChargeEur, 1e-3);
    }
}
