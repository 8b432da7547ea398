using System.Globalization;
using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>Random sites against an independent solver, and quadratic ones against the optimality conditions.</summary>
public sealed class SiteModelTests(ITestOutputHelper output)
{
    private const int IterationTarget = 60;

    [Fact]
    public void Solve_RandomSites_AgreeWithClp()
    {
        Assert.SkipUnless(Clp.IsInstalled, Clp.Missing);
        var solver = new InteriorPointSolver();
        int infeasible = 0;
        int most = 0;
        foreach (SiteModelOptions options in RandomSiteModels.All())
        {
            var problem = SiteModel.Create(options);
            ClpAnswer expected = Clp.Solve(problem);
            infeasible += expected.Status == ClpStatus.PrimalInfeasible ? 1 : 0;
            foreach (bool presolve in new[] { true, false })
            {
                Solution solution = solver.Solve(problem, new SolverOptions { Presolve = presolve });
                RequireSame(solution, expected, $"{options}, presolve {presolve}");
                most = Math.Max(most, solution.Iterations);
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{infeasible} infeasible; at most {most} iterations"));
        Assert.InRange(infeasible, 10, 80);
    }

    [Fact]
    public void Solve_RandomQuadraticSites_SatisfyTheOptimalityConditions()
    {
        var solver = new InteriorPointSolver();
        foreach (SiteModelOptions options in RandomSiteModels.All().Where(options => !options.Infeasible && options.Vehicles <= 90))
        {
            Solution solution = solver.Solve(SiteModel.Create(options with { Quadratic = true }));
            if (solution.Status == SolveStatus.Infeasible)
            {
                Assert.Equal(SolveStatus.Infeasible, solver.Solve(SiteModel.Create(options)).Status);
                continue;
            }

            Assert.True(solution.Status == SolveStatus.Optimal, $"{options}: {solution.Status}");
            Assert.True(solution.Accuracy.Largest <= 1e-9, $"{options}: {solution.Accuracy}");
            Assert.InRange(solution.Iterations, 0, IterationTarget);
        }
    }

    /// <summary>
    /// Where penalties stand many magnitudes above the prices, variables that may trade places differ by next to nothing in scaled
    /// cost. With a regularisation that did not follow μ, these ended at gaps of 1e-6 to 1.
    /// </summary>
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e6)]
    public void Solve_PenaltiesManyMagnitudesAboveThePrices_Converges(double factor)
    {
        var solver = new InteriorPointSolver();
        foreach (SiteModelOptions options in RandomSiteModels.All().Where(options => !options.Infeasible && options.Vehicles <= 20))
        {
            var problem = SiteModel.Create(options);
            for (int j = 0; j < problem.VariableCount; j++)
            {
                bool isPenalty = problem.Structure.VariableNames[j].ToString().EndsWith("shortfall", StringComparison.Ordinal);
                problem.SetCost(new Variable(j), problem.Costs[j] * (isPenalty ? factor : 1));
            }

            Solution solution = solver.Solve(problem);

            Assert.True(solution.Status is SolveStatus.Optimal or SolveStatus.Infeasible, $"{options}: {solution.Status}");
            Assert.True(solution.Status == SolveStatus.Infeasible || solution.Accuracy.Largest <= 1e-8, $"{options}: {solution.Accuracy}");
            Assert.InRange(solution.Iterations, 0, IterationTarget);
        }
    }

    private static void RequireSame(Solution solution, ClpAnswer expected, string model)
    {
        if (expected.Status == ClpStatus.PrimalInfeasible)
        {
            Assert.True(solution.Status == SolveStatus.Infeasible, $"{model}: {solution.Status}, Clp found it infeasible");
            Assert.NotEmpty(solution.Infeasibility!.Rows);
            return;
        }

        double difference = Math.Abs(solution.Objective - expected.Objective) / Math.Max(1, Math.Abs(expected.Objective));
        Assert.True(solution.Status == SolveStatus.Optimal, $"{model}: {solution.Status} after {solution.Iterations} iterations");
        Assert.True(difference <= 1e-7, $"{model}: {solution.Objective}, Clp {expected.Objective}");
        Assert.True(solution.Accuracy.Largest <= 1e-8, $"{model}: {solution.Accuracy}");
        Assert.InRange(solution.Iterations, 0, IterationTarget);
    }
}
