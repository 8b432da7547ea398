using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;
using Twins.Tests.Energy.Solvers.SiteModels;
using Twins.Testing.Time;

namespace Twins.Tests.Energy.Solvers;

/// <summary>Limits, repeatability, and what is kept between solves.</summary>
public sealed class InteriorPointSolverTests
{
    private static readonly SiteModelOptions Site = new(48, 12) { Hours = 0.5 };

    [Fact]
    public void Solve_IterationLimit_ReturnsTheBestPointWithItsErrors()
    {
        Problem problem = SiteModel.Create(Site);

        Solution few = new InteriorPointSolver().Solve(problem, new SolverOptions { IterationLimit = 3 });
        Solution more = new InteriorPointSolver().Solve(problem, new SolverOptions { IterationLimit = 8 });

        Assert.Equal(SolveStatus.IterationLimit, few.Status);
        Assert.Equal(3, few.Iterations);
        Assert.True(few.HasValues);
        Assert.True(few.Accuracy.Gap > more.Accuracy.Gap, $"{few.Accuracy} then {more.Accuracy}");
    }

    [Fact]
    public void Solve_TimeLimitPassed_ReturnsTheBestPoint()
    {
        var clock = new ManualTimeProvider();
        var options = new SolverOptions { TimeLimit = TimeSpan.Zero, Clock = clock };

        Solution solution = new InteriorPointSolver().Solve(SiteModel.Create(Site), options);

        Assert.Equal(SolveStatus.TimeLimit, solution.Status);
        Assert.True(solution.HasValues);
        Assert.Equal(TimeSpan.Zero, solution.Elapsed);
    }

    [Fact]
    public void Solve_CancelledToken_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new InteriorPointSolver().Solve(SiteModel.Create(Site), null, source.Token));
    }

    [Fact]
    public void Solve_TwiceAndAfterOthers_GivesTheSameBits()
    {
        Problem problem = SiteModel.Create(Site);
        var used = new InteriorPointSolver();
        used.Solve(SiteModel.Create(Site with { Seed = 9, VehicleToGrid = true }));

        double[] fresh = new InteriorPointSolver().Solve(problem).Values.ToArray();

        Assert.Equal(fresh, used.Solve(problem).Values.ToArray());
        Assert.Equal(fresh, used.Solve(problem).Values.ToArray());
    }

    [Fact]
    public void Solve_ChangedCostsAndBounds_KeepsTheAnalysis()
    {
        Problem problem = SiteModel.Create(Site);
        var solver = new InteriorPointSolver();
        double first = solver.Solve(problem).Objective;
        for (int j = 0; j < problem.VariableCount; j++)
        {
            problem.SetCost(new Variable(j), 2 * problem.Costs[j]);
        }

        double doubled = solver.Solve(problem).Objective;
        problem.SetBounds(new Variable(0), 0, problem.UpperBounds[0] * 0.9);
        solver.Solve(problem);

        Assert.Equal(2 * first, doubled, 1e-7 * doubled);
        Assert.Equal(1, solver.Analyses);
    }

    [Fact]
    public void Solve_MoreIterations_AllocateNothingMore()
    {
        Problem problem = SiteModel.Create(Site);
        var solver = new InteriorPointSolver();
        long Allocated(int iterations)
        {
            var options = new SolverOptions { IterationLimit = iterations };
            solver.Solve(problem, options);
            long before = GC.GetAllocatedBytesForCurrentThread();
            solver.Solve(problem, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(Allocated(4), Allocated(9));
    }
}
