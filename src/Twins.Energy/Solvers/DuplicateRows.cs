namespace Twins.Energy.Solvers;

/// <summary>
/// Rows that are multiples of each other share one range; the dual goes to the row whose limit binds
/// (Andersen, Andersen 1995, section 3.5; Tomlin, Welch: Finding duplicate rows in a linear programming model, Oper. Res. Lett. 5 (1986)).
/// </summary>
internal static class DuplicateRows
{
    private const double SameRatio = 1e-12;

    public static void Apply(PresolveState state)
    {
        var firstOfPattern = new Dictionary<int, List<int>>();
        for (int row = 0; row < state.RowIsActive.Length && !state.IsInfeasible; row++)
        {
            if (state.RowIsActive[row] && state.RowLength[row] > 1)
            {
                MergeIntoEarlier(state, row, firstOfPattern);
            }
        }
    }

    private static void MergeIntoEarlier(PresolveState state, int row, Dictionary<int, List<int>> firstOfPattern)
    {
        int hash = PatternHash(state, row);
        if (!firstOfPattern.TryGetValue(hash, out List<int>? candidates))
        {
            firstOfPattern[hash] = [row];
            return;
        }

        foreach (int earlier in candidates)
        {
            if (RatioOf(state, row, earlier) is { } ratio)
            {
                Merge(state, row, earlier, ratio);
                return;
            }
        }

        candidates.Add(row);
    }

    private static int PatternHash(PresolveState state, int row)
    {
        var hash = default(HashCode);
        double first = 0;
        for (int p = state.Rows.Starts[row]; p < state.Rows.Starts[row + 1]; p++)
        {
            if (state.ColumnIsActive[state.Rows.Rows[p]])
            {
                first = first == 0 ? state.Rows.Values[p] : first;
                hash.Add(state.Rows.Rows[p]);
                hash.Add((float)(state.Rows.Values[p] / first));
            }
        }

        return hash.ToHashCode();
    }

    /// <summary>λ with row = λ · earlier, or null.</summary>
    private static double? RatioOf(PresolveState state, int row, int earlier)
    {
        double ratio = 0;
        int q = state.Rows.Starts[earlier];
        int end = state.Rows.Starts[earlier + 1];
        for (int p = state.Rows.Starts[row]; p < state.Rows.Starts[row + 1]; p++)
        {
            if (!state.ColumnIsActive[state.Rows.Rows[p]])
            {
                continue;
            }

            q = NextActive(state, q, end);
            if (q == end || state.Rows.Rows[q] != state.Rows.Rows[p])
            {
                return null;
            }

            double here = state.Rows.Values[p] / state.Rows.Values[q++];
            ratio = ratio == 0 ? here : ratio;
            if (Math.Abs(here - ratio) > SameRatio * Math.Abs(ratio))
            {
                return null;
            }
        }

        return NextActive(state, q, end) == end ? ratio : null;
    }

    private static int NextActive(PresolveState state, int from, int end)
    {
        while (from < end && !state.ColumnIsActive[state.Rows.Rows[from]])
        {
            from++;
        }

        return from;
    }

    private static void Merge(PresolveState state, int row, int kept, double ratio)
    {
        double lower = state.RowLower[row] / ratio;
        double upper = state.RowUpper[row] / ratio;
        if (ratio < 0)
        {
            (lower, upper) = (upper, lower);
        }

        bool raises = lower > state.RowLower[kept];
        bool lowers = upper < state.RowUpper[kept];
        state.RowLower[kept] = Math.Max(lower, state.RowLower[kept]);
        state.RowUpper[kept] = Math.Min(upper, state.RowUpper[kept]);
        double excess = state.RowLower[kept] - state.RowUpper[kept];
        if (excess > PresolveState.ToleranceAt(state.RowLower[kept]))
        {
            state.IsInfeasible = true;
            return;
        }

        if (excess > 0)
        {
            state.RowLower[kept] = state.RowUpper[kept] = (state.RowLower[kept] + state.RowUpper[kept]) / 2;
        }

        state.Steps.Push(new Step(row, kept, ratio, raises, lowers));
        state.RemoveRow(row);
    }

    private sealed record Step(int Row, int Kept, double Ratio, bool RaisedLower, bool LoweredUpper) : IPostsolveStep
    {
        public void Restore(PostsolvePoint point)
        {
            double dual = point.Duals[Kept];
            if ((dual > 0 && RaisedLower) || (dual < 0 && LoweredUpper))
            {
                point.Duals[Row] = dual / Ratio;
                point.Duals[Kept] = 0;
            }
        }
    }
}
