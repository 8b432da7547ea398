namespace Twins.Energy.Solvers.Presolve;

/// <summary>A row with one variable is a bound. Its dual is the variable's reduced cost, if the bound that binds came from it.</summary>
internal static class SingletonRow
{
    public static void Apply(PresolveState state, int row)
    {
        for (int p = state.Rows.Starts[row]; p < state.Rows.Starts[row + 1]; p++)
        {
            int column = state.Rows.Rows[p];
            if (state.ColumnIsActive[column])
            {
                TurnIntoBound(state, row, column, state.Rows.Values[p]);
                return;
            }
        }
    }

    private static void TurnIntoBound(PresolveState state, int row, int column, double coefficient)
    {
        double lower = state.RowLower[row] / coefficient;
        double upper = state.RowUpper[row] / coefficient;
        if (coefficient < 0)
        {
            (lower, upper) = (upper, lower);
        }

        bool raises = lower > state.Lower[column];
        bool lowers = upper < state.Upper[column];
        state.Lower[column] = Math.Max(lower, state.Lower[column]);
        state.Upper[column] = Math.Min(upper, state.Upper[column]);
        double excess = state.Lower[column] - state.Upper[column];
        if (excess > PresolveState.ToleranceAt(state.Lower[column]))
        {
            state.IsInfeasible = true;
            return;
        }

        if (excess > 0)
        {
            state.Lower[column] = state.Upper[column] = (state.Lower[column] + state.Upper[column]) / 2;
        }

        state.Steps.Push(new Step(row, column, coefficient, raises, lowers));
        state.RemoveRow(row);
    }

    private sealed record Step(int Row, int Column, double Coefficient, bool RaisedLower, bool LoweredUpper) : IPostsolveStep
    {
        public void Restore(PostsolvePoint point)
        {
            double reduced = point.ReducedCost(Column);
            if ((reduced > 0 && RaisedLower) || (reduced < 0 && LoweredUpper))
            {
                point.Duals[Row] = reduced / Coefficient;
            }
        }
    }
}
