using Twins.Energy.Solvers.Sparse;

namespace Twins.Energy.Solvers.Model;

/// <summary>The bare numbers of a problem on their way through presolve and scaling, without names.</summary>
internal sealed record CoreProblem(
    SparseMatrix Matrix, QuadraticForm? Quadratic, double[] Cost, double[] Lower, double[] Upper, double[] RowLower, double[] RowUpper, double Offset)
{
    public int VariableCount => Matrix.ColumnCount;

    public int RowCount => Matrix.RowCount;

    public static CoreProblem From(Problem problem) =>
        new(problem.Matrix, problem.Structure.Quadratic, [.. problem.Costs], [.. problem.LowerBounds], [.. problem.UpperBounds],
            [.. problem.RowLowerBounds], [.. problem.RowUpperBounds], problem.ObjectiveOffset);
}
