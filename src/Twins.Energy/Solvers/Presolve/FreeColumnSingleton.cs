namespace Twins.Energy.Solvers.Presolve;

/// <summary>
/// A variable that stands in one row only and is free, or made free by that row, prices the row: both leave, and the dual is
/// known at once (Andersen, Andersen 1995, section 3.2).
/// </summary>
internal static class FreeColumnSingleton
{
    public static void Apply(PresolveState state, int column)
    {
        if (state.ColumnLength[column] != 1 || state.HasCurvature(column))
        {
            return;
        }

        int p = ActiveEntry(state, column);
        int row = state.Columns.Rows[p];
        double coefficient = state.Columns.Values[p];
        double dual = state.Cost[column] / coefficient;
        double binding = dual > 0 ? state.RowLower[row] : dual < 0 ? state.RowUpper[row] : 0;
        bool free = double.IsNegativeInfinity(state.Lower[column]) && double.IsPositiveInfinity(state.Upper[column]);
        bool removable = state.IsEquation(row) ? free || IsFreedBy(state, row, column, coefficient) : free && double.IsFinite(binding);
        if (!removable || !IsStable(state, row, coefficient))
        {
            return;
        }

        double lower = dual == 0 ? state.RowLower[row] : binding;
        double upper = dual == 0 ? state.RowUpper[row] : binding;
        state.Steps.Push(new Step(column, coefficient, lower, upper, Others(state, row, column)));
        state.SubstituteColumn(column, row, dual, dual == 0 ? 0 : binding);
    }

    private static int ActiveEntry(PresolveState state, int column)
    {
        int p = state.Columns.Starts[column];
        while (!state.RowIsActive[state.Columns.Rows[p]])
        {
            p++;
        }

        return p;
    }

    /// <summary>Whether the equation keeps the variable within its bounds whatever the others do.</summary>
    private static bool IsFreedBy(PresolveState state, int row, int column, double coefficient)
    {
        var others = RowActivity.Of(state, row, column);
        double first = (state.RowLower[row] - others.Greatest) / coefficient;
        double second = (state.RowLower[row] - others.Least) / coefficient;
        return Math.Min(first, second) >= state.Lower[column] && Math.Max(first, second) <= state.Upper[column];
    }

    /// <summary>A coefficient far below its row's largest would blow up errors when the value is restored.</summary>
    private static bool IsStable(PresolveState state, int row, double coefficient)
    {
        double largest = 0;
        foreach (double value in state.Rows.ValuesOf(row))
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return Math.Abs(coefficient) >= 1e-3 * largest;
    }

    private static List<(int Column, double Coefficient)> Others(PresolveState state, int row, int column)
    {
        List<(int Column, double Coefficient)> others = [];
        for (int p = state.Rows.Starts[row]; p < state.Rows.Starts[row + 1]; p++)
        {
            int other = state.Rows.Rows[p];
            if (other != column && state.ColumnIsActive[other])
            {
                others.Add((other, state.Rows.Values[p]));
            }
        }

        return others;
    }

    private sealed record Step(int Column, double Coefficient, double Lower, double Upper, List<(int Column, double Coefficient)> Others) : IPostsolveStep
    {
        public void Restore(PostsolvePoint point)
        {
            double activity = 0;
            foreach ((int column, double coefficient) in Others)
            {
                activity += coefficient * point.Values[column];
            }

            // Without a price any activity in the row's range will do; the one nearest to a resting variable is taken.
            double target = Math.Min(Math.Max(activity, Lower), Upper);
            point.Values[Column] = (target - activity) / Coefficient;
        }
    }
}
