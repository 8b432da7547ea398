namespace Twins.Energy.Solvers;

/// <summary>Turns row multipliers into a checked certificate of infeasibility.</summary>
internal static class FarkasProof
{
    /// <summary>Multipliers below this share of the largest are rounding noise.</summary>
    private const double Noise = 1e-6;

    /// <summary>The certificate, or null when the multipliers prove nothing.</summary>
    public static InfeasibilityCertificate? From(Problem problem, ReadOnlySpan<double> multipliers)
    {
        double[] clean = Clean(problem, multipliers);
        double[] combined = new double[problem.VariableCount];
        problem.Matrix.AddTransposedProduct(clean, 1, combined);
        double demand = 0;
        double weight = 0;
        for (int i = 0; i < clean.Length; i++)
        {
            if (clean[i] != 0)
            {
                double share = clean[i] * (clean[i] > 0 ? problem.RowLowerBounds[i] : problem.RowUpperBounds[i]);
                demand += share;
                weight += Math.Abs(share);
            }
        }

        for (int j = 0; j < combined.Length; j++)
        {
            double limit = combined[j] > 0 ? problem.UpperBounds[j] : problem.LowerBounds[j];
            if (!double.IsFinite(limit))
            {
                if (Math.Abs(combined[j]) > Noise)
                {
                    return null;
                }

                combined[j] = 0;
                continue;
            }

            demand -= combined[j] * limit;
            weight += Math.Abs(combined[j] * limit);
        }

        return demand > 1e-9 * (1 + weight) ? new InfeasibilityCertificate(Rows(problem, clean), Variables(problem, combined), demand) : null;
    }

    /// <summary>Scaled to largest size 1, without noise and without multipliers that would need a missing limit.</summary>
    private static double[] Clean(Problem problem, ReadOnlySpan<double> multipliers)
    {
        double largest = 0;
        foreach (double multiplier in multipliers)
        {
            largest = Math.Max(largest, Math.Abs(multiplier));
        }

        double[] clean = new double[multipliers.Length];
        for (int i = 0; i < clean.Length && largest > 0; i++)
        {
            double multiplier = multipliers[i] / largest;
            double limit = multiplier > 0 ? problem.RowLowerBounds[i] : problem.RowUpperBounds[i];
            clean[i] = Math.Abs(multiplier) > Noise && double.IsFinite(limit) ? multiplier : 0;
        }

        return clean;
    }

    private static List<ConflictingRow> Rows(Problem problem, double[] multipliers) =>
        [.. Enumerable.Range(0, multipliers.Length)
            .Where(i => multipliers[i] != 0)
            .OrderByDescending(i => Math.Abs(multipliers[i])).ThenBy(i => i)
            .Select(i => new ConflictingRow(new Row(i), problem.Structure.RowNames[i], multipliers[i]))];

    private static List<ConflictingVariable> Variables(Problem problem, double[] combined) =>
        [.. Enumerable.Range(0, combined.Length)
            .Where(j => Math.Abs(combined[j]) > Noise)
            .OrderByDescending(j => Math.Abs(combined[j])).ThenBy(j => j)
            .Select(j => new ConflictingVariable(new Variable(j), problem.Structure.VariableNames[j], combined[j]))];
}

/// <summary>
/// The cheapest direction of size ≤ 1 that leaves no row and no bound: where it has negative cost, a feasible problem is
/// unbounded. A direction must also be flat: Q d = 0.
/// </summary>
internal static class RecessionProblem
{
    public static CoreProblem For(Problem problem)
    {
        (SparseMatrix matrix, int rows) = WithFlatness(problem);
        double[] rowLower = new double[rows];
        double[] rowUpper = new double[rows];
        Recede(problem.RowLowerBounds, problem.RowUpperBounds, rowLower, rowUpper, double.PositiveInfinity);
        double[] lower = new double[problem.VariableCount];
        double[] upper = new double[problem.VariableCount];
        Recede(problem.LowerBounds, problem.UpperBounds, lower, upper, 1);
        return new CoreProblem(matrix, null, [.. problem.Costs], lower, upper, rowLower, rowUpper, 0);
    }

    private static void Recede(ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double[] directionLower, double[] directionUpper, double size)
    {
        for (int k = 0; k < lower.Length; k++)
        {
            directionLower[k] = double.IsFinite(lower[k]) ? 0 : -size;
            directionUpper[k] = double.IsFinite(upper[k]) ? 0 : size;
        }
    }

    /// <summary>A with one row of Q below for every curved variable.</summary>
    private static (SparseMatrix Matrix, int Rows) WithFlatness(Problem problem)
    {
        if (problem.Structure.Quadratic is not { } quadratic)
        {
            return (problem.Matrix, problem.RowCount);
        }

        var terms = new TripletList();
        int rows = problem.RowCount;
        for (int j = 0; j < problem.VariableCount; j++)
        {
            for (int p = problem.Matrix.Starts[j]; p < problem.Matrix.Starts[j + 1]; p++)
            {
                terms.Add(problem.Matrix.Rows[p], j, problem.Matrix.Values[p]);
            }

            if (!quadratic.Touches(j))
            {
                continue;
            }

            terms.Add(rows, j, quadratic.Diagonal[j]);
            for (int p = quadratic.OffDiagonal?.Starts[j] ?? 0; p < (quadratic.OffDiagonal?.Starts[j + 1] ?? 0); p++)
            {
                terms.Add(rows, quadratic.OffDiagonal!.Rows[p], quadratic.OffDiagonal.Values[p]);
            }

            rows++;
        }

        return (terms.ToMatrix(rows, problem.VariableCount), rows);
    }
}
