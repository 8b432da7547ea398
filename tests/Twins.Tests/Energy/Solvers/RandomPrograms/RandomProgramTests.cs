using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;
using Twins.Tests.Energy.Solvers.Oracle;

namespace Twins.Tests.Energy.Solvers.RandomPrograms;

/// <summary>Status, objective and optimality conditions on programs that no planner would write.</summary>
public sealed class RandomProgramTests(ITestOutputHelper output)
{
    private const int Programs = 1500;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solve_RandomPrograms_AgreeWithClp(bool presolve)
    {
        Assert.SkipUnless(Clp.IsInstalled, Clp.Missing);
        var solver = new InteriorPointSolver();
        var options = new SolverOptions { Presolve = presolve };
        var counts = new Dictionary<SolveStatus, int>();
        for (int seed = 0; seed < Programs; seed++)
        {
            Problem problem = RandomProgram.Create(seed);
            ClpAnswer expected = Clp.Solve(problem);

            Solution solution = solver.Solve(problem, options);

            counts[solution.Status] = counts.GetValueOrDefault(solution.Status) + 1;
            Assert.True(Agree(problem, expected, solution), $"seed {seed}: {solution.Status} {solution.Objective} {solution.Accuracy}, Clp {expected.Status} {expected.Objective}");
        }

        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
        Assert.All(new[] { SolveStatus.Optimal, SolveStatus.Infeasible, SolveStatus.Unbounded }, status => Assert.InRange(counts[status], 20, Programs));
    }

    private static bool Agree(Problem problem, ClpAnswer expected, Solution solution)
    {
        // Clp calls some unbounded programs optimal at its own infinity.
        if (expected.Status == ClpStatus.Optimal && Math.Abs(expected.Objective) < 1e15)
        {
            double difference = Math.Abs(solution.Objective - expected.Objective) / Math.Max(1, Math.Abs(expected.Objective));
            return solution.Status == SolveStatus.Optimal && difference <= 1e-7 && solution.Accuracy.Largest <= 1e-8;
        }

        return IsFeasible(problem)
            ? solution is { Status: SolveStatus.Unbounded, Ray.CostPerUnit: < 0 }
            : solution is { Status: SolveStatus.Infeasible, Infeasibility.Margin: > 0 };
    }

    /// <summary>Clp's two verdicts on problems without an optimum depend on the path it takes; without costs only one is left.</summary>
    private static bool IsFeasible(Problem problem)
    {
        Problem free = problem.Copy();
        for (int j = 0; j < problem.VariableCount; j++)
        {
            free.SetCost(new Variable(j), 0);
        }

        return Clp.Solve(free).Status == ClpStatus.Optimal;
    }
}
