using Twins.Energy.Solvers;
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

public sealed class SolverOptionsTests
{
    [Fact]
    public void Default_EveryOption_IsAsDocumented()
    {
        var options = SolverOptions.Default;

        Assert.Equal(1e-9, options.Tolerance);
        Assert.Equal(1e-8, options.AcceptableTolerance);
        Assert.Equal(100, options.IterationLimit);
        Assert.Equal(Timeout.InfiniteTimeSpan, options.TimeLimit);
        Assert.Same(TimeProvider.System, options.Clock);
        Assert.True(options.Presolve);
        Assert.True(options.Scale);
        Assert.False(options.Vertex);
        Assert.Equal(1e-6, options.RelativeGap);
        Assert.Equal(10_000, options.NodeLimit);
    }
}

public sealed class DocumentedExampleTests
{
    /// <summary>The example of docs/energy/solver.md.</summary>
    [Fact]
    public void Example_OfTheDocumentation_DoesWhatItSays()
    {
        var model = new ModelBuilder();
        VariableSeries import = model.AddVariables("import", 96, 0, 50_000, cost: 0.00005);
        VariableSeries charge = model.AddVariables("ev7 charge", 96, 0, 11_000);
        RowSeries balance = model.AddRows("balance", 96, 4_000, 4_000);
        Row energy = model.AddRow("ev7 energy", 20_000, double.PositiveInfinity);
        for (int step = 0; step < 96; step++)
        {
            model.AddTerm(balance[step], import[step], 1);
            model.AddTerm(balance[step], charge[step], -1);
            model.AddTerm(energy, charge[step], 0.25);
        }

        Problem problem = model.Build();
        var solver = new InteriorPointSolver();
        Solution plan = solver.Solve(problem);
        double price = plan.Dual(balance[17]);
        problem.SetCost(import[17], 0.0001);
        Solution next = solver.Solve(problem);

        Assert.Equal(0.00005, price, 1e-9);
        Assert.Equal(23.2, plan.Objective, 1e-6);
        Assert.Equal(0, next[charge[17]], 1e-3);
        Assert.Equal(1, solver.Analyses);
    }
}
