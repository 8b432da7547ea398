namespace Twins.Energy.Solvers;

/// <summary>
/// Variables with one possible or one sensible value leave: equal bounds; no rows; or a cost and rows that all pull the same way
/// (Andersen, Andersen: Presolving in linear programming, Math. Program. 71 (1995), sections 3.1 and 3.4).
/// </summary>
internal static class FixedColumn
{
    public static void Apply(PresolveState state, int column)
    {
        if (state.IsFixed(column))
        {
            state.RemoveColumn(column, state.Lower[column]);
            return;
        }

        if (state.ColumnLength[column] == 0)
        {
            RemoveEmpty(state, column);
            return;
        }

        if (!state.HasCurvature(column) && PullOf(state, column) is { } value && double.IsFinite(value))
        {
            state.RemoveColumn(column, value);
        }
    }

    private static void RemoveEmpty(PresolveState state, int column)
    {
        double curvature = state.Original.Quadratic?.Diagonal[column] ?? 0;
        if (state.Original.Quadratic?.HasOffDiagonal(column) ?? false)
        {
            return;
        }

        double cost = state.Cost[column];
        double wish = curvature > 0 ? -cost / curvature : cost > 0 ? double.NegativeInfinity : cost < 0 ? double.PositiveInfinity : 0;
        double value = Math.Min(Math.Max(wish, state.Lower[column]), state.Upper[column]);
        if (double.IsFinite(value))
        {
            state.RemoveColumn(column, value);
        }
    }

    /// <summary>The bound to which cost and all rows pull; infinite where it is missing, null where they disagree.</summary>
    private static double? PullOf(PresolveState state, int column)
    {
        bool down = state.Cost[column] >= 0;
        bool up = state.Cost[column] <= 0;
        for (int p = state.Columns.Starts[column]; p < state.Columns.Starts[column + 1] && (down || up); p++)
        {
            int row = state.Columns.Rows[p];
            if (!state.RowIsActive[row])
            {
                continue;
            }

            bool lessIsSafe = double.IsNegativeInfinity(state.Columns.Values[p] > 0 ? state.RowLower[row] : -state.RowUpper[row]);
            bool moreIsSafe = double.IsPositiveInfinity(state.Columns.Values[p] > 0 ? state.RowUpper[row] : -state.RowLower[row]);
            down &= lessIsSafe;
            up &= moreIsSafe;
        }

        return down ? state.Lower[column] : up ? state.Upper[column] : null;
    }
}

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
        double first = (state.RowLower[row] - others.Max) / coefficient;
        double second = (state.RowLower[row] - others.Min) / coefficient;
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
