using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Sparse;

namespace Twins.Energy.Solvers.Certificates;

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
