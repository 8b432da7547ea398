using Twins.Energy.Scheduling;
using Twins.Energy.Solvers;
using Twins.Tests.Energy.Solvers;

namespace Twins.Tests.Energy.Scheduling;

/// <summary>Every problem that plans of random sites give to the solver: all converge, and Clp finds the same objective.</summary>
public sealed class SiteProblemTests
{
    private const int IterationTarget = 60;
    private const double RelativeToClp = 1e-7;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Plan_RandomSites_EveryProblemConvergesAndAgreesWithClp(int batch)
    {
        for (int seed = batch * 20; seed < (batch + 1) * 20; seed++)
        {
            string name = $"seed {seed}";
            Plan(seed, (problem, solution) =>
            {
                RequireConverged(solution, name);
                RequireAsClp(problem, solution, name);
            });
        }
    }

    /// <summary>
    /// Sites whose problems once ended at gaps of 1e-3 (69), 1e-6 (76, 137), far from any point (637, 896: taken for stalled while the
    /// relative gap could not fall yet), or were called infeasible by the integer search (43, 242, 244).
    /// </summary>
    [Theory]
    [InlineData(43)]
    [InlineData(69)]
    [InlineData(76)]
    [InlineData(137)]
    [InlineData(242)]
    [InlineData(244)]
    [InlineData(637)]
    [InlineData(896)]
    public void Plan_SiteThatOnceStalled_Converges(int seed)
    {
        SiteSchedule plan = Plan(seed, (_, solution) => RequireConverged(solution, $"seed {seed}"));

        Assert.Equal(PlanSource.Optimised, plan.Source);
        Assert.InRange(plan.RelativeGap, 0, RelativeToClp);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(47)]
    [InlineData(69)]
    public async Task Plan_ProblemWrittenAsMps_CostsTheSameByTheClpProgram(int seed)
    {
        Assert.SkipUnless(ClpProgram.IsInstalled, ClpProgram.Missing);
        (Problem Problem, double Objective)? last = null;
        Plan(seed, (problem, solution) => last = problem.IsQuadratic ? last : (problem, solution.Objective));
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mps");
        try
        {
            await using (var writer = new StreamWriter(path))
            {
                MpsWriter.Write(last!.Value.Problem, writer);
            }

            double expected = await ClpProgram.ObjectiveAsync(path);

            Assert.Equal(expected, last.Value.Objective, RelativeToClp * (1 + Math.Abs(expected)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static SiteSchedule Plan(int seed, Action<Problem, Solution> witness)
    {
        (SchedulingSite site, TimeGrid grid) = RandomSites.Create(seed);
        ScheduleObjectives objectives = RandomSites.ObjectivesOf(seed);
        var options = ScheduleOptions.Default with { TimeLimit = Timeout.InfiniteTimeSpan, NodeLimit = 2, Objectives = objectives };
        return new SiteScheduler(new RecordingSolver(witness)).Plan(site, grid, options);
    }

    private static void RequireConverged(Solution solution, string name)
    {
        Assert.True(solution.Status == SolveStatus.Optimal, $"{name}: {solution.Status} {solution.Accuracy}");
        Assert.True(solution.Accuracy.Largest <= RelativeToClp, $"{name}: {solution.Accuracy}");
        Assert.InRange(solution.Iterations, 0, IterationTarget);
    }

    private static void RequireAsClp(Problem problem, Solution solution, string name)
    {
        if (Clp.IsInstalled && !problem.IsQuadratic)
        {
            ClpAnswer expected = Clp.Solve(problem, unitCosts: false);
            double difference = Math.Abs(solution.Objective - expected.Objective) / (1 + Math.Abs(expected.Objective));
            Assert.True(
                expected.Status == ClpStatus.Optimal && difference <= RelativeToClp, $"{name}: {solution.Objective}, Clp {expected.Status} {expected.Objective}");
        }
    }
}

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
