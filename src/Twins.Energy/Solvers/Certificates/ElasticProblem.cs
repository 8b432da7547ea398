using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Sparse;

namespace Twins.Energy.Solvers.Certificates;

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
