using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Solvers.Certificates;

/// <summary>Finds variables and rows whose own lower limit lies above the upper one.</summary>
internal static class BoundConflicts
{
    private const double Tolerance = 1e-9;

    public static InfeasibilityCertificate? Find(Problem problem)
    {
        List<ConflictingVariable> variables = [];
        List<ConflictingRow> rows = [];
        double margin = 0;
        for (int j = 0; j < problem.VariableCount; j++)
        {
            if (Excess(problem.LowerBounds[j], problem.UpperBounds[j], ref margin))
            {
                variables.Add(new ConflictingVariable(new Variable(j), problem.Structure.VariableNames[j], double.NaN));
            }
        }

        for (int i = 0; i < problem.RowCount; i++)
        {
            if (Excess(problem.RowLowerBounds[i], problem.RowUpperBounds[i], ref margin))
            {
                rows.Add(new ConflictingRow(new Row(i), problem.Structure.RowNames[i], 1));
            }
        }

        return margin > 0 ? new InfeasibilityCertificate(rows, variables, margin) : null;
    }

    private static bool Excess(double lower, double upper, ref double margin)
    {
        double excess = lower - upper;
        bool conflict = excess > Tolerance * (1 + Math.Abs(lower));
        margin = conflict ? Math.Max(margin, excess) : margin;
        return conflict;
    }
}
