using Twins.Optimization.Solver.Model;
using Twins.Optimization.Solver.Results;

namespace Twins.Optimization.Solver.Vertices;

/// <summary>Moves an optimal point of a linear problem to a vertex of the optimal face; the duals stay valid.</summary>
internal static class VertexSearch
{
    /// <summary>Values this near to a bound (relative to 1 + the size of the variable's bounds) are set onto it.</summary>
    private const double Snap = 2e-9;

    /// <summary>Relative loss of objective up to which the vertex is taken instead of the given point.</summary>
    private const double Loss = 1e-8;

    /// <summary>The vertex, or the given solution when none of the same objective and feasibility was found.</summary>
    public static Solution From(Problem problem, Solution solution, Func<Problem, Solution> solve)
    {
        Solution tieBroken = solve(OptimalFace.Of(problem, solution));
        if (tieBroken.Status != SolveStatus.Optimal)
        {
            return solution;
        }

        double[] values = Snapped(problem, tieBroken.Values);
        double objective = problem.Objective(values);
        Accuracy accuracy = Appraisal.Of(problem, values, solution.Duals, solution.ReducedCosts, out double bound);
        if (objective > solution.Objective + (Loss * (1 + Math.Abs(solution.Objective))) || accuracy.Primal > Math.Max(Loss, solution.Accuracy.Primal))
        {
            return solution;
        }

        return new Solution(SolveStatus.Optimal, values, solution.Duals.ToArray(), solution.ReducedCosts.ToArray())
        {
            Objective = objective,
            Bound = bound,
            Iterations = solution.Iterations + tieBroken.Iterations,
            Elapsed = tieBroken.Elapsed,
            Accuracy = accuracy,
        };
    }

    private static double[] Snapped(Problem problem, ReadOnlySpan<double> values)
    {
        double[] snapped = values.ToArray();
        for (int j = 0; j < snapped.Length; j++)
        {
            double lower = problem.LowerBounds[j];
            double upper = problem.UpperBounds[j];
            double near = Snap * (1 + Math.Max(FiniteSize(lower), FiniteSize(upper)));
            snapped[j] = snapped[j] - lower <= near ? lower : upper - snapped[j] <= near ? upper : snapped[j];
        }

        return snapped;
    }

    private static double FiniteSize(double bound) => double.IsFinite(bound) ? Math.Abs(bound) : 0;
}
