using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Sparse;

namespace Twins.Energy.Solvers.Presolve;

/// <summary>The reduced problem, and the way back from its solution to the original's.</summary>
internal sealed class PresolvedProblem
{
    private readonly PresolveState _state;
    private readonly int[] _columns;
    private readonly int[] _rows;

    private PresolvedProblem(PresolveState state, CoreProblem reduced, int[] columns, int[] rows) =>
        (_state, Reduced, _columns, _rows) = (state, reduced, columns, rows);

    public CoreProblem Reduced { get; }

    /// <summary>Whether a contradiction was met; the reduced problem then means nothing.</summary>
    public bool IsInfeasible => _state.IsInfeasible;

    public static PresolvedProblem From(PresolveState state)
    {
        int[] columns = Survivors(state.ColumnIsActive);
        int[] rows = Survivors(state.RowIsActive);
        var reduced = new CoreProblem(
            Selected(state.Columns, columns, rows), SelectedCurvature(state.Original.Quadratic, columns),
            Pick(state.Cost, columns), Pick(state.Lower, columns), Pick(state.Upper, columns),
            Pick(state.RowLower, rows), Pick(state.RowUpper, rows), state.Offset);
        return new PresolvedProblem(state, reduced, columns, rows);
    }

    /// <summary>Values and duals of the original problem from those of the reduced one.</summary>
    public PostsolvePoint Restore(double[] values, double[] duals)
    {
        var point = new PostsolvePoint(_state.Original, [.. _state.Values], [.. _state.Duals]);
        for (int k = 0; k < _columns.Length; k++)
        {
            point.Values[_columns[k]] = values[k];
        }

        for (int k = 0; k < _rows.Length; k++)
        {
            point.Duals[_rows[k]] = duals[k];
        }

        foreach (IPostsolveStep step in _state.Steps)
        {
            step.Restore(point);
        }

        return point;
    }

    private static int[] Survivors(bool[] active) => [.. Enumerable.Range(0, active.Length).Where(k => active[k])];

    private static double[] Pick(double[] values, int[] selection) => Array.ConvertAll(selection, k => values[k]);

    private static int[] Renumbering(int[] selection, int count)
    {
        int[] numbers = new int[count];
        Array.Fill(numbers, -1);
        for (int k = 0; k < selection.Length; k++)
        {
            numbers[selection[k]] = k;
        }

        return numbers;
    }

    private static SparseMatrix Selected(SparseMatrix matrix, int[] columns, int[] rows)
    {
        int[] numbers = Renumbering(rows, matrix.RowCount);
        int[] starts = new int[columns.Length + 1];
        int[] keptRows = new int[matrix.Count];
        double[] values = new double[matrix.Count];
        int count = 0;
        for (int k = 0; k < columns.Length; k++)
        {
            for (int p = matrix.Starts[columns[k]]; p < matrix.Starts[columns[k] + 1]; p++)
            {
                if (numbers[matrix.Rows[p]] >= 0)
                {
                    keptRows[count] = numbers[matrix.Rows[p]];
                    values[count++] = matrix.Values[p];
                }
            }

            starts[k + 1] = count;
        }

        return new SparseMatrix(rows.Length, columns.Length, starts, keptRows[..count], values[..count]);
    }

    private static QuadraticForm? SelectedCurvature(QuadraticForm? quadratic, int[] columns) =>
        quadratic is null
            ? null
            : new QuadraticForm(
                Pick(quadratic.Diagonal, columns),
                quadratic.OffDiagonal is null ? null : Selected(quadratic.OffDiagonal, columns, columns));
}
