using Twins.Energy.Solvers.Certificates;
using Twins.Energy.Solvers.InteriorPoint;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Presolve;
using Twins.Energy.Solvers.Results;
using Twins.Energy.Solvers.Vertices;

namespace Twins.Energy.Solvers;

/// <summary>
/// Solves linear and convex quadratic problems by a sparse primal-dual interior point method. Whole-number variables are
/// taken as continuous; <see cref="Integers.MixedIntegerSolver"/> keeps them whole.
/// </summary>
/// <remarks>
/// An instance keeps ordering and symbolic factorisation of the last pattern it solved: keep one instance per model that is
/// solved again and again. Results are deterministic and do not depend on what was solved before. Not thread-safe.
/// </remarks>
public sealed class InteriorPointSolver : ISolver
{
    /// <summary>To tell which limits bind on the whole optimal face, the centre is needed this much more exactly.</summary>
    private const double FaceShare = 1e-3;

    private readonly CoreSolver _core = new();

    /// <summary>How often this instance had to work out an ordering and symbolic factorisation anew.</summary>
    public int Analyses => _core.Analyses;

    /// <inheritdoc/>
    public Solution Solve(Problem problem, SolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        options ??= SolverOptions.Default;
        var deadline = new Deadline(options, cancellationToken);
        if (BoundConflicts.Find(problem) is { } conflict)
        {
            return new Solution(SolveStatus.Infeasible, [], [], []) { Infeasibility = conflict, Elapsed = deadline.Elapsed };
        }

        bool vertex = options.Vertex && !problem.IsQuadratic;
        SolverOptions centring = vertex ? options with { Tolerance = FaceShare * options.Tolerance } : options;
        Solution solution = SolveRelaxation(problem, centring, deadline);
        return vertex && solution.Status == SolveStatus.Optimal
            ? VertexSearch.From(problem, solution, deadline)
            : solution;
    }

    /// <summary>
    /// For solves of which only the value matters: no presolve, so that the pattern and its analysis stay, and no proof of
    /// infeasibility beyond the sign of the iterates.
    /// </summary>
    internal Solution SolveWithoutProof(Problem problem, SolverOptions options, Deadline deadline)
    {
        CorePoint point = _core.Solve(CoreProblem.From(problem), options, deadline);
        return point.Outcome == Outcome.SuspectedInfeasible
            ? new Solution(SolveStatus.Infeasible, [], [], []) { Iterations = point.Iterations }
            : Conclude(problem, null, point, options, deadline);
    }

    private Solution SolveRelaxation(Problem problem, SolverOptions options, Deadline deadline)
    {
        var original = CoreProblem.From(problem);
        PresolvedProblem? presolved = options.Presolve ? Presolver.Reduce(original) : null;
        if (presolved is { IsInfeasible: true })
        {
            return new Diagnosis(problem, options, deadline).OfInfeasible() ?? SolveCore(problem, original, null, options, deadline);
        }

        return SolveCore(problem, original, presolved, options, deadline);
    }

    private Solution SolveCore(Problem problem, CoreProblem original, PresolvedProblem? presolved, SolverOptions options, Deadline deadline)
    {
        CorePoint point = _core.Solve(presolved?.Reduced ?? original, options, deadline);
        return Conclude(problem, presolved, point, options, deadline);
    }

    private static Solution Conclude(
        Problem problem, PresolvedProblem? presolved, CorePoint point, SolverOptions options, Deadline deadline)
    {
        if (point.Outcome is Outcome.SuspectedInfeasible or Outcome.SuspectedUnbounded or Outcome.Stalled
            && new Diagnosis(problem, options, deadline).Of(point) is { } diagnosed)
        {
            return diagnosed;
        }

        PostsolvePoint? restored = presolved?.Restore(point.Values, point.Duals);
        double[] values = restored?.Values ?? point.Values;
        double[] duals = restored?.Duals ?? point.Duals;
        double[] reduced = Appraisal.ReducedCosts(problem, values, duals);
        Accuracy accuracy = Appraisal.Of(problem, values, duals, reduced, out double bound);
        return new Solution(StatusOf(point.Outcome), values, duals, reduced)
        {
            Objective = problem.Objective(values),
            Bound = bound,
            Iterations = point.Iterations,
            Elapsed = deadline.Elapsed,
            Accuracy = accuracy,
        };
    }

    private static SolveStatus StatusOf(Outcome outcome) => outcome switch
    {
        Outcome.Converged => SolveStatus.Optimal,
        Outcome.IterationLimit => SolveStatus.IterationLimit,
        Outcome.TimeLimit => SolveStatus.TimeLimit,
        _ => SolveStatus.Stalled,
    };
}
