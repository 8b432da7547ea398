using Twins.Energy.Scheduling;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Tests.Energy.Scheduling;

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
