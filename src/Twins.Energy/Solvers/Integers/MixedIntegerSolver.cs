using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Solvers.Integers;

/// <summary>
/// Solves problems with whole-number variables (on/off, a vehicle's least current, one direction at a time): rounding, fixing
/// and resolving for a first point, then branch and bound to the gap. Problems without whole numbers go straight through.
/// </summary>
/// <remarks>
/// Meant for some tens of decisions per plan, not as a general integer programming code. Deterministic but for the time limit.
/// Keep one instance per model; not thread-safe.
/// </remarks>
public sealed class MixedIntegerSolver : ISolver
{
    private readonly InteriorPointSolver _relaxation = new();

    /// <inheritdoc/>
    public Solution Solve(Problem problem, SolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options ??= SolverOptions.Default;
        if (!problem.HasIntegers)
        {
            return _relaxation.Solve(problem, options, cancellationToken);
        }

        var deadline = new Deadline(options, cancellationToken);
        Problem rounded = WithWholeBounds(problem);
        Solution root = _relaxation.Solve(rounded, options, cancellationToken);
        return root.Status == SolveStatus.Optimal ? new BranchAndBound(rounded, Relaxed, options, deadline).Run(root) : root;

        Solution Relaxed(Problem restricted) =>
            _relaxation.SolveWithoutProof(restricted, options with { TimeLimit = deadline.Remaining }, deadline);
    }

    /// <summary>The problem with the bounds of whole-number variables moved inwards to whole numbers.</summary>
    private static Problem WithWholeBounds(Problem problem)
    {
        Problem rounded = problem.Copy();
        for (int j = 0; j < problem.VariableCount; j++)
        {
            if (problem.Structure.Integer[j])
            {
                double lower = Math.Ceiling(problem.LowerBounds[j] - Wholeness.Tolerance);
                rounded.SetBounds(new Variable(j), lower, Math.Floor(problem.UpperBounds[j] + Wholeness.Tolerance));
            }
        }

        return rounded;
    }
}
