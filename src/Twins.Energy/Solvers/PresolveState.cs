namespace Twins.Energy.Solvers;

/// <summary>
/// The problem while it shrinks: coefficients never change, rows and columns only leave, and every step that loses
/// information leaves a record from which the original solution is restored.
/// </summary>
internal sealed class PresolveState
{
    /// <summary>Relative violation beyond which a contradiction counts.</summary>
    public const double Tolerance = 1e-9;

    public PresolveState(CoreProblem problem)
    {
        Original = problem;
        Columns = problem.Matrix;
        Rows = problem.Matrix.Transpose();
        Cost = [.. problem.Cost];
        Lower = [.. problem.Lower];
        Upper = [.. problem.Upper];
        RowLower = [.. problem.RowLower];
        RowUpper = [.. problem.RowUpper];
        Offset = problem.Offset;
        Values = new double[problem.VariableCount];
        Duals = new double[problem.RowCount];
        RowLength = new int[problem.RowCount];
        ColumnLength = new int[problem.VariableCount];
        RowIsActive = new bool[problem.RowCount];
        ColumnIsActive = new bool[problem.VariableCount];
        Array.Fill(RowIsActive, true);
        Array.Fill(ColumnIsActive, true);
        for (int i = 0; i < problem.RowCount; i++)
        {
            RowLength[i] = Rows.LengthOf(i);
        }

        for (int j = 0; j < problem.VariableCount; j++)
        {
            ColumnLength[j] = Columns.LengthOf(j);
        }
    }

    public CoreProblem Original { get; }

    public SparseMatrix Columns { get; }

    /// <summary>The transpose: its "columns" are the rows.</summary>
    public SparseMatrix Rows { get; }

    public double[] Cost { get; }

    public double[] Lower { get; }

    public double[] Upper { get; }

    public double[] RowLower { get; }

    public double[] RowUpper { get; }

    public double Offset { get; private set; }

    public int[] RowLength { get; }

    public int[] ColumnLength { get; }

    public bool[] RowIsActive { get; }

    public bool[] ColumnIsActive { get; }

    /// <summary>Values of the variables that left with a known value.</summary>
    public double[] Values { get; }

    /// <summary>Duals of the rows that left with a known dual.</summary>
    public double[] Duals { get; }

    public Stack<IPostsolveStep> Steps { get; } = new();

    /// <summary>Set when a reduction met a contradiction; the certificate is worked out elsewhere, on the original problem.</summary>
    public bool IsInfeasible { get; set; }

    /// <summary>Reductions made so far.</summary>
    public int Reductions { get; private set; }

    public static double ToleranceAt(double value) => Tolerance * (1 + Math.Abs(value));

    public bool IsFixed(int column) => AreEqual(Lower[column], Upper[column]);

    public bool IsEquation(int row) => AreEqual(RowLower[row], RowUpper[row]);

    public bool HasCurvature(int column) => Original.Quadratic?.Touches(column) ?? false;

    public void RemoveRow(int row)
    {
        RowIsActive[row] = false;
        Reductions++;
        foreach (int column in Rows.RowsOf(row))
        {
            ColumnLength[column]--;
        }
    }

    /// <summary>Takes a column out at a value; rows, costs of coupled columns and the offset carry its share.</summary>
    public void RemoveColumn(int column, double value)
    {
        Values[column] = value;
        ColumnIsActive[column] = false;
        Reductions++;
        for (int p = Columns.Starts[column]; p < Columns.Starts[column + 1]; p++)
        {
            int row = Columns.Rows[p];
            RowLength[row]--;
            RowLower[row] -= Columns.Values[p] * value;
            RowUpper[row] -= Columns.Values[p] * value;
        }

        Offset += Cost[column] * value;
        MoveCurvature(column, value);
    }

    /// <summary>Takes out a row together with its only-here column: the row's dual is known, and its price moves to the other columns.</summary>
    public void SubstituteColumn(int column, int row, double dual, double rightHandSide)
    {
        Duals[row] = dual;
        for (int p = Rows.Starts[row]; p < Rows.Starts[row + 1]; p++)
        {
            if (ColumnIsActive[Rows.Rows[p]])
            {
                Cost[Rows.Rows[p]] -= Rows.Values[p] * dual;
            }
        }

        Offset += dual * rightHandSide;
        ColumnIsActive[column] = false;
        RemoveRow(row);
    }

    private static bool AreEqual(double lower, double upper) =>
        double.IsFinite(lower) && upper - lower <= 1e-12 * Math.Max(1, Math.Abs(lower));

    private void MoveCurvature(int column, double value)
    {
        if (Original.Quadratic is not { } quadratic)
        {
            return;
        }

        Offset += quadratic.Diagonal[column] * value * value / 2;
        if (quadratic.OffDiagonal is not { } offDiagonal)
        {
            return;
        }

        for (int p = offDiagonal.Starts[column]; p < offDiagonal.Starts[column + 1]; p++)
        {
            // A column that left earlier has put its share into this one's cost already.
            if (ColumnIsActive[offDiagonal.Rows[p]])
            {
                Cost[offDiagonal.Rows[p]] += offDiagonal.Values[p] * value;
            }
        }
    }
}

/// <summary>Minimum and maximum activity of a row within the bounds of its variables.</summary>
internal readonly record struct RowActivity(double Min, double Max)
{
    public static RowActivity Of(PresolveState state, int row, int except = -1)
    {
        double least = 0;
        double greatest = 0;
        for (int p = state.Rows.Starts[row]; p < state.Rows.Starts[row + 1]; p++)
        {
            int column = state.Rows.Rows[p];
            if (!state.ColumnIsActive[column] || column == except)
            {
                continue;
            }

            double atLower = state.Rows.Values[p] * state.Lower[column];
            double atUpper = state.Rows.Values[p] * state.Upper[column];
            least += Math.Min(atLower, atUpper);
            greatest += Math.Max(atLower, atUpper);
        }

        return new RowActivity(least, greatest);
    }
}
