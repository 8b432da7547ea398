namespace Twins.Energy.Solvers;

/// <summary>
/// Solves linear and convex quadratic problems by a sparse primal-dual interior point method. Whole-number variables are
/// taken as continuous; <see cref="MixedIntegerSolver"/> keeps them integer.
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

    /// <summary>How often this instance computed an ordering and symbolic factorisation.</summary>
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

/// <summary>Scales a core problem, runs the interior point method and undoes the scaling. Keeps the last pattern's analysis.</summary>
internal sealed class CoreSolver
{
    private CondensedPattern? _pattern;

    /// <summary>How often a new order and symbolic factorisation had to be made.</summary>
    public int Analyses { get; private set; }

    public CorePoint Solve(CoreProblem problem, SolverOptions options, Deadline deadline)
    {
        var scaling = Equilibration.For(problem, options.Scale);
        var form = StandardForm.From(problem, scaling);
        if (_pattern is null || !_pattern.Fits(form))
        {
            _pattern = CondensedPattern.Analyse(form);
            Analyses++;
        }

        var method = new InteriorPointMethod(form, _pattern, options, deadline);
        Outcome outcome = method.Run();
        return new CorePoint(outcome, Values(method.Best, scaling, problem), Duals(method.Best, scaling), method.Iterations, method.BestError);
    }

    private static double[] Values(Iterate point, Equilibration scaling, CoreProblem problem)
    {
        double[] values = new double[problem.VariableCount];
        for (int j = 0; j < values.Length; j++)
        {
            double value = point.X[j] * scaling.Columns[j] * scaling.Length;
            values[j] = Math.Min(Math.Max(value, problem.Lower[j]), problem.Upper[j]);
        }

        return values;
    }

    private static double[] Duals(Iterate point, Equilibration scaling)
    {
        double[] duals = new double[point.Y.Length];
        for (int i = 0; i < duals.Length; i++)
        {
            duals[i] = point.Y[i] * scaling.Rows[i] / scaling.Cost;
        }

        return duals;
    }
}

/// <summary>The best point of a core problem, unscaled.</summary>
/// <param name="Outcome">Why the iteration ended.</param>
/// <param name="Values">One per variable, within its bounds.</param>
/// <param name="Duals">One per row.</param>
/// <param name="Iterations">Iterations taken.</param>
/// <param name="Error">Largest relative residual or gap, scaled.</param>
internal sealed record CorePoint(Outcome Outcome, double[] Values, double[] Duals, int Iterations, double Error);

/// <summary>The bare numbers of a problem on their way through presolve and scaling, without names.</summary>
internal sealed record CoreProblem(
    SparseMatrix Matrix, QuadraticForm? Quadratic, double[] Cost, double[] Lower, double[] Upper, double[] RowLower, double[] RowUpper, double Offset)
{
    public int VariableCount => Matrix.ColumnCount;

    public int RowCount => Matrix.RowCount;

    public static CoreProblem From(Problem problem) =>
        new(problem.Matrix, problem.Structure.Quadratic, [.. problem.Costs], [.. problem.LowerBounds], [.. problem.UpperBounds],
            [.. problem.RowLowerBounds], [.. problem.RowUpperBounds], problem.ObjectiveOffset);
}
