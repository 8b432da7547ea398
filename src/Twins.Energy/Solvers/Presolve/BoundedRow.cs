namespace Twins.Energy.Solvers.Presolve;

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
        if (activity.Greatest < lower - PresolveState.ToleranceAt(lower) || activity.Least > upper + PresolveState.ToleranceAt(upper))
        {
            state.IsInfeasible = true;
            return;
        }

        if (activity.Greatest <= upper && activity.Least >= lower)
        {
            state.RemoveRow(row);
        }
        else if (activity.Greatest <= lower + NoSlack(lower))
        {
            Force(state, row, toGreatest: true);
        }
        else if (activity.Least >= upper - NoSlack(upper))
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
