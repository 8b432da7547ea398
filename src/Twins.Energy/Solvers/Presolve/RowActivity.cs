namespace Twins.Energy.Solvers.Presolve;

/// <summary>Least and greatest activity of a row within the bounds of its variables.</summary>
internal readonly record struct RowActivity(double Least, double Greatest)
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
