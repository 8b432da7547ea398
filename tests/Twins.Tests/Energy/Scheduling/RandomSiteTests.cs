using Twins.Energy.Scheduling;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Whatever a site is made of, there is a plan within all device limits, and every bus balances.</summary>
public sealed class RandomSiteTests
{
    private const int Count = 120;

    private static readonly ScheduleOptions Options = ScheduleOptions.Default with { TimeLimit = Timeout.InfiniteTimeSpan, NodeLimit = 2 };

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, Count / 10)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Plan_AnySite_IsOptimisedBalancedAndWithinLimits(int batch)
    {
        for (int seed = batch * 10; seed < (batch + 1) * 10; seed++)
        {
            (SchedulingSite site, TimeGrid grid) = RandomSites.Create(seed);

            SiteSchedule plan = new SiteScheduler().Plan(site, grid, Options with { Objectives = RandomSites.ObjectivesOf(seed) });

            Assert.True(plan.Source == PlanSource.Optimised, $"seed {seed}: {plan.Source}");
            Assert.InRange(plan.RelativeGap, 0, 1e-7);
            Check(site, plan);
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Plan_AnySiteWithoutTime_FallsBackBalancedAndWithinLimits(int batch)
    {
        for (int seed = batch * 10; seed < (batch + 1) * 10; seed++)
        {
            (SchedulingSite site, TimeGrid grid) = RandomSites.Create(seed);

            SiteSchedule plan = new SiteScheduler().Plan(site, grid, Options with { TimeLimit = TimeSpan.Zero });

            Assert.Equal(PlanSource.RuleBased, plan.Source);
            Check(site, plan);
        }
    }

    private static void Check(SchedulingSite site, SiteSchedule plan)
    {
        PlanAssert.Balanced(site, plan);
        PlanAssert.Conserves(site, plan);
        PlanAssert.WithinConnections(site, plan);
    }
}
