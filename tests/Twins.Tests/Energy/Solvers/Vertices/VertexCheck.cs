using MathNet.Numerics.LinearAlgebra;
using Twins.Energy.Solvers.Model;

namespace Twins.Tests.Energy.Solvers.Vertices;

/// <summary>Whether a point is a vertex, by the rank of a dense matrix.</summary>
internal static class VertexCheck
{
    /// <summary>
    /// As many limits as variables are active and independent; which is so exactly when the columns of the variables between their
    /// limits and of the rows off their limits are independent.
    /// </summary>
    public static bool IsVertex(Problem problem, ReadOnlySpan<double> values)
    {
        List<int> between = BetweenLimits(problem, values);
        if (between.Count > problem.RowCount)
        {
            return false;
        }

        // Columns of length 1, so that the rank does not hang on their units.
        Vector<double>[] columns = [.. between.Select(column => Column(problem, column).Normalize(2))];
        return columns.Length == 0 || Matrix<double>.Build.DenseOfColumnVectors(columns).Rank() == columns.Length;
    }

    /// <summary>Variables between their bounds, and behind them (by the number of variables) rows off their limits.</summary>
    public static List<int> BetweenLimits(Problem problem, ReadOnlySpan<double> values)
    {
        double[] activity = new double[problem.RowCount];
        problem.Matrix.AddProduct(values, 1, activity);
        List<int> between = [];
        for (int j = 0; j < problem.VariableCount; j++)
        {
            if (IsBetween(values[j], problem.LowerBounds[j], problem.UpperBounds[j]))
            {
                between.Add(j);
            }
        }

        for (int i = 0; i < problem.RowCount; i++)
        {
            if (IsBetween(activity[i], problem.RowLowerBounds[i], problem.RowUpperBounds[i]))
            {
                between.Add(problem.VariableCount + i);
            }
        }

        return between;
    }

    private static Vector<double> Column(Problem problem, int column)
    {
        Vector<double> dense = Vector<double>.Build.Dense(problem.RowCount);
        if (column >= problem.VariableCount)
        {
            dense[column - problem.VariableCount] = 1;
            return dense;
        }

        for (int p = problem.Matrix.Starts[column]; p < problem.Matrix.Starts[column + 1]; p++)
        {
            dense[problem.Matrix.Rows[p]] = problem.Matrix.Values[p];
        }

        return dense;
    }

    private static bool IsBetween(double value, double lower, double upper) =>
        value > lower + (1e-6 * (1 + Math.Abs(lower))) && value < upper - (1e-6 * (1 + Math.Abs(upper))) && lower < upper;
}
