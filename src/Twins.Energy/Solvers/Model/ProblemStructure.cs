using Twins.Energy.Solvers.Sparse;

namespace Twins.Energy.Solvers.Model;

/// <summary>What stays the same when costs, bounds and ranges change: names, coefficients, curvature, integrality.</summary>
internal sealed class ProblemStructure(
    ElementName[] variableNames, ElementName[] rowNames, SparseMatrix matrix, QuadraticForm? quadratic, bool[] integer)
{
    public ElementName[] VariableNames { get; } = variableNames;

    public ElementName[] RowNames { get; } = rowNames;

    public SparseMatrix Matrix { get; } = matrix;

    public QuadraticForm? Quadratic { get; } = quadratic;

    public bool[] Integer { get; } = integer;

    public bool HasIntegers { get; } = Array.IndexOf(integer, true) >= 0;
}
