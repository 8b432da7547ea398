namespace Twins.Energy.Solvers;

/// <summary>
/// Applies the reductions until none helps any more (Andersen, Andersen 1995). Each is cheap, so the loop is over everything;
/// the number of passes is bounded, since what a late pass finds no longer pays.
/// </summary>
internal static class Presolver
{
    private const int MaxPasses = 12;

    public static PresolvedProblem Reduce(CoreProblem problem)
    {
        var state = new PresolveState(problem);
        int before = -1;
        for (int pass = 0; pass < MaxPasses && state.Reductions != before && !state.IsInfeasible; pass++)
        {
            before = state.Reductions;
            ReduceRows(state);
            ReduceColumns(state);
            if (state.Reductions == before && !state.IsInfeasible)
            {
                DuplicateRows.Apply(state);
            }
        }

        return PresolvedProblem.From(state);
    }

    private static void ReduceRows(PresolveState state)
    {
        for (int row = 0; row < state.RowIsActive.Length && !state.IsInfeasible; row++)
        {
            if (!state.RowIsActive[row])
            {
                continue;
            }

            switch (state.RowLength[row])
            {
                case 0:
                    EmptyRow.Apply(state, row);
                    break;
                case 1:
                    SingletonRow.Apply(state, row);
                    break;
                default:
                    BoundedRow.Apply(state, row);
                    break;
            }
        }
    }

    private static void ReduceColumns(PresolveState state)
    {
        for (int column = 0; column < state.ColumnIsActive.Length && !state.IsInfeasible; column++)
        {
            if (state.ColumnIsActive[column])
            {
                FixedColumn.Apply(state, column);
            }

            if (state.ColumnIsActive[column])
            {
                FreeColumnSingleton.Apply(state, column);
            }
        }
    }
}

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

/// <summary>The record of one reduction: restores what it took out, given all that was restored before.</summary>
internal interface IPostsolveStep
{
    void Restore(PostsolvePoint point);
}

/// <summary>Values and duals of the original problem while they are being restored; duals of rows yet to come are 0.</summary>
internal sealed class PostsolvePoint(CoreProblem original, double[] values, double[] duals)
{
    public CoreProblem Original { get; } = original;

    public double[] Values { get; } = values;

    public double[] Duals { get; } = duals;

    /// <summary>Reduced cost of a column under the duals known so far.</summary>
    public double ReducedCost(int column) =>
        Original.Cost[column] + (Original.Quadratic?.Row(column, Values) ?? 0) - Original.Matrix.Dot(column, Duals);
}
