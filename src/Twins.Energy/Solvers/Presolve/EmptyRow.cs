namespace Twins.Energy.Solvers.Presolve;

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
