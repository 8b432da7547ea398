using Twins.Energy.Scheduling;
using Twins.Energy.Solvers;
using Twins.Tests.Energy.Scheduling;
using Twins.Tests.Energy.Solvers;

namespace Twins.Benchmarks.Solver;

/// <summary>The tests' random sites with many more seeds: how many problems converge, and how many agree with Clp.</summary>
internal sealed class SolverSeeds : IBenchmark
{
    private const int Schedules = 1_000;
    private const int Rounds = 3;
    private const int SeedsPerRound = 1_000;

    public string Name => "solver-seeds";

    public string About => "every problem of 1,000 random schedules and 720 site models beyond the tests': convergence, and Clp's opinion";

    public Task RunAsync(Report report)
    {
        PlanSchedules(report);
        SolveSiteModels(report);
        return Task.CompletedTask;
    }

    private static void PlanSchedules(Report report)
    {
        var tally = new SolveTally();
        int optimised = 0;
        for (int seed = 0; seed < Schedules; seed++)
        {
            (SchedulingSite site, TimeGrid grid) = RandomSites.Create(seed);
            var options = ScheduleOptions.Default with { TimeLimit = Timeout.InfiniteTimeSpan, NodeLimit = 2, Objectives = RandomSites.ObjectivesOf(seed) };
            SiteSchedule plan = new SiteScheduler(new RecordingSolver(tally.Add)).Plan(site, grid, options);
            optimised += plan.Source == PlanSource.Optimised ? 1 : 0;
        }

        report.Figure("schedules: optimised plans", optimised, $"of {Schedules}");
        tally.Write(report, "schedules");
    }

    private static void SolveSiteModels(Report report)
    {
        var tally = new SolveTally();
        var solver = new InteriorPointSolver();
        for (int round = 1; round <= Rounds; round++)
        {
            foreach (SiteModelOptions options in RandomSiteModels.All())
            {
                var problem = SiteModel.Create(options with { Seed = options.Seed + (round * SeedsPerRound) });
                tally.Add(problem, solver.Solve(problem));
            }
        }

        tally.Write(report, "site models");
    }
}
