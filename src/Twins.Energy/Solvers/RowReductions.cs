namespace Twins.Energy.Solvers;

/// <summary>A row without variables holds or not; its dual is 0.</summary>
internal static class EmptyRow
{
    public static void Apply(PresolveState state, int row)
    {
        bool holds = state.RowLower[row] <= PresolveState.ToleranceAt(state.RowLower[row])
            && state.RowUpper[row] >= -PresolveState.ToleranceAt(state.RowUpper[row]);
        if (!holds)
        {
            state.IsInfeasible = true;
            return;
        }

        state.RemoveRow(row);
    }
}

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

/// <summary>
/// What the variables' bounds say about a row: contradiction, redundancy (it leaves with dual 0), or that it forces every
/// variable to a bound (Andersen, Andersen 1995, section 3.3).
/// </summary>
internal static class BoundedRow
{
    public static void Apply(PresolveState state, int row)
    {
        var activity = RowActivity.Of(state, row);
        double lower = state.RowLower[row];
        double upper = state.RowUpper[row];
        if (activity.Max < lower - PresolveState.ToleranceAt(lower) || activity.Min > upper + PresolveState.ToleranceAt(upper))
        {
            state.IsInfeasible = true;
            return;
        }

        if (activity.Max <= upper && activity.Min >= lower)
        {
            state.RemoveRow(row);
        }
        else if (activity.Max <= lower + NoSlack(lower))
        {
            Force(state, row, toGreatest: true);
        }
        else if (activity.Min >= upper - NoSlack(upper))
        {
            Force(state, row, toGreatest: false);
        }
    }

    private static double NoSlack(double limit) => 1e-12 * (1 + Math.Abs(limit));

    private static void Force(PresolveState state, int row, bool toGreatest)
    {
        List<(int Column, double Coefficient)> forced = [];
        for (int p = state.Rows.Starts[row]; p < state.Rows.Starts[row + 1]; p++)
        {
            int column = state.Rows.Rows[p];
            if (state.ColumnIsActive[column])
            {
                forced.Add((column, state.Rows.Values[p]));
            }
        }

        state.Steps.Push(new Step(row, toGreatest, forced));
        state.RemoveRow(row);
        foreach ((int column, double coefficient) in forced)
        {
            state.RemoveColumn(column, (coefficient > 0) == toGreatest ? state.Upper[column] : state.Lower[column]);
        }
    }

    private sealed record Step(int Row, bool ToGreatest, List<(int Column, double Coefficient)> Forced) : IPostsolveStep
    {
        /// <summary>The smallest dual under which no reduced cost pushes a variable off its forced bound.</summary>
        public void Restore(PostsolvePoint point)
        {
            double dual = 0;
            foreach ((int column, double coefficient) in Forced)
            {
                double needed = point.ReducedCost(column) / coefficient;
                dual = ToGreatest ? Math.Max(dual, needed) : Math.Min(dual, needed);
            }

            point.Duals[Row] = dual;
        }
    }
}
