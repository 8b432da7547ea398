using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Presolve;

/// <summary>
/// Applies the reductions until none helps any more (Andersen, Andersen 1995). Each is cheap, so the loop is over everything;
/// the number of passes is bounded, since what a late pass finds no longer pays.
/// </summary>
internal static class Presolver
{
    private const int LargestPasses = 12;

    public static PresolvedProblem Reduce(CoreProblem problem)
    {
        var state = new PresolveState(problem);
        int before = -1;
        for (int pass = 0; pass < LargestPasses && state.Reductions != before && !state.IsInfeasible; pass++)
        {
            before = state.Reductions;
            ReduceRows(state);
            ReduceColumns(state);
            if (state.Reductions == before && !state.IsInfeasible)
            {
                DuplicateRows.Apply(state);
            }
        }

        return PresolvedProblem.From(state);
    }

    private static void ReduceRows(PresolveState state)
    {
        for (int row = 0; row < state.RowIsActive.Length && !state.IsInfeasible; row++)
        {
            if (!state.RowIsActive[row])
            {
                continue;
            }

            switch (state.RowLength[row])
            {
                case 0:
                    EmptyRow.Apply(state, row);
                    break;
                case 1:
                    SingletonRow.Apply(state, row);
                    break;
                default:
                    BoundedRow.Apply(state, row);
                    break;
            }
        }
    }

    private static void ReduceColumns(PresolveState state)
    {
        for (int column = 0; column < state.ColumnIsActive.Length && !state.IsInfeasible; column++)
        {
            if (state.ColumnIsActive[column])
            {
                FixedColumn.Apply(state, column);
            }

            if (state.ColumnIsActive[column])
            {
                FreeColumnSingleton.Apply(state, column);
            }
        }
    }
}
