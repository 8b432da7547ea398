namespace Twins.Energy.Solvers.Presolve;

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
