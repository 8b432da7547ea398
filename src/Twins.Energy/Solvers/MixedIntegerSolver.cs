namespace Twins.Energy.Solvers;

/// <summary>
/// Solves problems with integer variables (on/off, the minimum current of a vehicle, one direction at a time): rounding, fixing
/// and resolving for a first point, then branch and bound to the gap. Problems without integers go straight through.
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
        Problem rounded = WithIntegerBounds(problem);
        Solution root = _relaxation.Solve(rounded, options, cancellationToken);
        return root.Status == SolveStatus.Optimal ? new BranchAndBound(rounded, Relaxed, options, deadline).Run(root) : root;

        Solution Relaxed(Problem restricted) =>
            _relaxation.SolveWithoutProof(restricted, options with { TimeLimit = deadline.Remaining }, deadline);
    }

    /// <summary>The problem with the bounds of integer variables moved inwards to integers.</summary>
    private static Problem WithIntegerBounds(Problem problem)
    {
        Problem rounded = problem.Copy();
        for (int j = 0; j < problem.VariableCount; j++)
        {
            if (problem.Structure.Integer[j])
            {
                double lower = Math.Ceiling(problem.LowerBounds[j] - Integrality.Tolerance);
                rounded.SetBounds(new Variable(j), lower, Math.Floor(problem.UpperBounds[j] + Integrality.Tolerance));
            }
        }

        return rounded;
    }
}

/// <summary>
/// Searches an integer point: fixes what is integer already and the least fractional fifth of the rest, solves, and goes on
/// until nothing is left; a rounding that makes the rest infeasible is turned round once.
/// </summary>
internal sealed class RoundingDive(Problem problem, Func<Problem, Solution> solve)
{
    private const double ShareFixed = 0.2;

    /// <summary>The relaxation's solution with all integer variables at integers, or null.</summary>
    public Solution? From(Problem start, Solution relaxed)
    {
        Problem dive = start.Copy();
        Solution current = relaxed;
        while (Candidates(current) is { Count: > 0 } open)
        {
            FixIntegers(dive, current);
            int count = Math.Max(1, (int)(open.Count * ShareFixed));
            Fix(dive, current, open.Take(count), Math.Round);
            Solution next = solve(dive);
            if (next.Status != SolveStatus.Optimal)
            {
                Fix(dive, current, open.Take(count), value => Math.Round(value) > value ? Math.Floor(value) : Math.Ceiling(value));
                next = solve(dive);
            }

            if (next.Status != SolveStatus.Optimal)
            {
                return null;
            }

            current = next;
        }

        FixIntegers(dive, current);
        Solution final = solve(dive);
        return final.Status == SolveStatus.Optimal ? final : null;
    }

    /// <summary>Fractional variables, least fractional first.</summary>
    private List<int> Candidates(Solution solution)
    {
        double[] values = solution.Values.ToArray();
        return
        [
            .. Enumerable.Range(0, values.Length)
                .Where(j => problem.Structure.Integer[j] && Integrality.Distance(values[j]) > Integrality.Tolerance)
                .OrderBy(j => Integrality.Distance(values[j])).ThenBy(j => j),
        ];
    }

    private void FixIntegers(Problem dive, Solution solution)
    {
        for (int j = 0; j < problem.VariableCount; j++)
        {
            double value = solution.Values[j];
            if (problem.Structure.Integer[j] && Integrality.Distance(value) <= Integrality.Tolerance)
            {
                dive.SetBounds(new Variable(j), Math.Round(value), Math.Round(value));
            }
        }
    }

    private static void Fix(Problem dive, Solution solution, IEnumerable<int> columns, Func<double, double> round)
    {
        foreach (int column in columns)
        {
            double value = round(solution.Values[column]);
            dive.SetBounds(new Variable(column), value, value);
        }
    }
}
