using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Solvers.Vertices;

/// <summary>Moves an optimal point of a linear problem to a vertex of the optimal face; the duals stay valid.</summary>
internal static class VertexSearch
{
    /// <summary>Relative loss of objective and feasibility up to which the vertex is taken instead of the given point.</summary>
    private const double Loss = 1e-8;

    /// <summary>The vertex, or the given solution when none of the same objective and feasibility was found.</summary>
    public static Solution From(Problem problem, Solution solution, Deadline deadline)
    {
        if (Crossover.VertexOf(problem, solution, deadline) is not { } values)
        {
            return solution;
        }

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
            Iterations = solution.Iterations,
            Elapsed = deadline.Elapsed,
            Accuracy = accuracy,
        };
    }
}
