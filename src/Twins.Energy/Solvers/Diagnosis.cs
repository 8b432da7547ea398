namespace Twins.Energy.Solvers;

/// <summary>
/// Settles why a problem has no optimum by two auxiliary linear problems that always have one. Only a checked proof makes a
/// verdict; without one the solve counts as stalled.
/// </summary>
internal sealed class Diagnosis(Problem problem, SolverOptions options, Deadline deadline)
{
    /// <summary>A direction must lower the cost by more than this share of the largest cost.</summary>
    private const double MinFall = 1e-7;

    private readonly CoreSolver _core = new();
    private int _iterations;
    private bool _isFeasible;

    /// <summary>The verdict on a solve that ended without an optimum, or null.</summary>
    public Solution? Of(CorePoint point)
    {
        _iterations = point.Iterations;
        return OfInfeasible() ?? (_isFeasible ? OfUnbounded() : null);
    }

    /// <summary>The proof of infeasibility, or null.</summary>
    public Solution? OfInfeasible()
    {
        CorePoint elastic = Solve(ElasticProblem.For(problem));
        InfeasibilityCertificate? proof = FarkasProof.From(problem, elastic.Duals);
        _isFeasible = proof is null && elastic.Outcome == Outcome.Converged;
        return proof is null ? null : Verdict(SolveStatus.Infeasible, proof, null);
    }

    private Solution? OfUnbounded()
    {
        CorePoint recession = Solve(RecessionProblem.For(problem));
        double[] direction = recession.Values;
        double maxCost = 0;
        double fall = 0;
        for (int j = 0; j < direction.Length; j++)
        {
            fall += problem.Costs[j] * direction[j];
            maxCost = Math.Max(maxCost, Math.Abs(problem.Costs[j]));
        }

        bool falls = recession.Outcome == Outcome.Converged && fall < -MinFall * maxCost;
        return falls ? Verdict(SolveStatus.Unbounded, null, new UnboundedRay(direction, fall)) : null;
    }

    private CorePoint Solve(CoreProblem auxiliary)
    {
        CorePoint point = _core.Solve(auxiliary, options, deadline);
        _iterations += point.Iterations;
        return point;
    }

    private Solution Verdict(SolveStatus status, InfeasibilityCertificate? proof, UnboundedRay? ray) =>
        new(status, [], [], []) { Infeasibility = proof, Ray = ray, Iterations = _iterations, Elapsed = deadline.Elapsed };
}

/// <summary>Finds variables and rows whose own lower limit lies above the upper one.</summary>
internal static class BoundConflicts
{
    private const double Tolerance = 1e-9;

    public static InfeasibilityCertificate? Find(Problem problem)
    {
        List<ConflictingVariable> variables = [];
        List<ConflictingRow> rows = [];
        double margin = 0;
        for (int j = 0; j < problem.VariableCount; j++)
        {
            if (Excess(problem.LowerBounds[j], problem.UpperBounds[j], ref margin))
            {
                variables.Add(new ConflictingVariable(new Variable(j), problem.Structure.VariableNames[j], double.NaN));
            }
        }

        for (int i = 0; i < problem.RowCount; i++)
        {
            if (Excess(problem.RowLowerBounds[i], problem.RowUpperBounds[i], ref margin))
            {
                rows.Add(new ConflictingRow(new Row(i), problem.Structure.RowNames[i], 1));
            }
        }

        return margin > 0 ? new InfeasibilityCertificate(rows, variables, margin) : null;
    }

    private static bool Excess(double lower, double upper, ref double margin)
    {
        double excess = lower - upper;
        bool conflict = excess > Tolerance * (1 + Math.Abs(lower));
        margin = conflict ? Math.Max(margin, excess) : margin;
        return conflict;
    }
}

/// <summary>
/// The problem with every row allowed to be missed at a price of 1 per unit and no other costs: always feasible, and its
/// optimal row duals prove the original infeasible when the price is not 0.
/// </summary>
internal static class ElasticProblem
{
    public static CoreProblem For(Problem problem)
    {
        var terms = new TripletList();
        SparseMatrix matrix = problem.Matrix;
        for (int j = 0; j < matrix.ColumnCount; j++)
        {
            for (int p = matrix.Starts[j]; p < matrix.Starts[j + 1]; p++)
            {
                terms.Add(matrix.Rows[p], j, matrix.Values[p]);
            }
        }

        int columns = AddShortfalls(problem, terms);
        double[] cost = new double[columns];
        double[] lower = new double[columns];
        double[] upper = new double[columns];
        cost.AsSpan(problem.VariableCount).Fill(1);
        upper.AsSpan(problem.VariableCount).Fill(double.PositiveInfinity);
        problem.LowerBounds.CopyTo(lower);
        problem.UpperBounds.CopyTo(upper);
        return new CoreProblem(
            terms.ToMatrix(problem.RowCount, columns), null, cost, lower, upper, [.. problem.RowLowerBounds], [.. problem.RowUpperBounds], 0);
    }

    private static int AddShortfalls(Problem problem, TripletList terms)
    {
        int column = problem.VariableCount;
        for (int i = 0; i < problem.RowCount; i++)
        {
            if (double.IsFinite(problem.RowLowerBounds[i]))
            {
                terms.Add(i, column++, 1);
            }

            if (double.IsFinite(problem.RowUpperBounds[i]))
            {
                terms.Add(i, column++, -1);
            }
        }

        return column;
    }
}
