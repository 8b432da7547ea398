using Twins.Optimization.Scheduling;
using Twins.Optimization.Scheduling.Decisions;
using Twins.Optimization.Scheduling.Results;
using Twins.Optimization.Scheduling.Rolling;
using Twins.Optimization.Scheduling.Sites;

namespace Twins.Optimization.Tests.Scheduling;

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
        SiteSchedule plan = new SiteScheduler().Plan(Site with { Photovoltaics = [new Photovoltaic("pv", "ac") { AvailablePowerW = 2_500 }] }, TestSites.Hours(6), NoTime);

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
            Loads = [new Load("critical", "ac") { DrawnPowerW = 4_000 }, new Load("comfort", "ac") { DrawnPowerW = 2_000, Priority = 5 }],
        };

        SiteSchedule plan = new SiteScheduler().Plan(island, TestSites.Hours(2), NoTime);

        PlanAssert.Powers([-4_000, -4_000], plan, "critical");
        PlanAssert.Powers([-1_000, -1_000], plan, "comfort");
        UnmetWish wish = Assert.Single(plan.Decision.UnmetWishes);
        Assert.Equal(("comfort", 2_000.0), (wish.Element, Math.Round(wish.AmountWh, 1)));
    }

    [Fact]
    public void Plan_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => new SiteScheduler().Plan(Site, TestSites.Hours(6), cancellationToken: cancelled.Token));
    }
}
