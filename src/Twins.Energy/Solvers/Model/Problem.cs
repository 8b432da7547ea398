using Twins.Energy.Solvers.Sparse;

namespace Twins.Energy.Solvers.Model;

/// <summary>
/// <c>min ½xᵀQx + cᵀx + offset, l ≤ x ≤ u, lr ≤ Ax ≤ ur</c> in compressed columns. Costs, bounds and ranges may change
/// between solves; coefficients may not, so that a solver can keep its ordering and symbolic factorisation.
/// </summary>
/// <remarks>Made by <see cref="ModelBuilder.Build"/>. Not thread-safe while it is being changed.</remarks>
public sealed class Problem
{
    private readonly double[] _cost;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly double[] _rowLower;
    private readonly double[] _rowUpper;

    internal Problem(ProblemStructure structure, double[] cost, double[] lower, double[] upper, double[] rowLower, double[] rowUpper, double offset)
    {
        Structure = structure;
        (_cost, _lower, _upper, _rowLower, _rowUpper) = (cost, lower, upper, rowLower, rowUpper);
        ObjectiveOffset = offset;
    }

    /// <summary>Number of variables.</summary>
    public int VariableCount => _cost.Length;

    /// <summary>Number of rows.</summary>
    public int RowCount => _rowLower.Length;

    /// <summary>Number of coefficients in A.</summary>
    public int CoefficientCount => Structure.Matrix.Count;

    /// <summary>Whether any variable may take whole numbers only.</summary>
    public bool HasIntegers => Structure.HasIntegers;

    /// <summary>Whether the objective has a quadratic part.</summary>
    public bool IsQuadratic => Structure.Quadratic is not null;

    /// <summary>Constant part of the objective.</summary>
    public double ObjectiveOffset { get; }

    /// <summary>Linear costs c, one per variable.</summary>
    public ReadOnlySpan<double> Costs => _cost;

    /// <summary>Lower bounds l; −∞ where none.</summary>
    public ReadOnlySpan<double> LowerBounds => _lower;

    /// <summary>Upper bounds u; +∞ where none.</summary>
    public ReadOnlySpan<double> UpperBounds => _upper;

    /// <summary>Least row activities lr; −∞ where none.</summary>
    public ReadOnlySpan<double> RowLowerBounds => _rowLower;

    /// <summary>Greatest row activities ur; +∞ where none.</summary>
    public ReadOnlySpan<double> RowUpperBounds => _rowUpper;

    internal ProblemStructure Structure { get; }

    internal SparseMatrix Matrix => Structure.Matrix;

    /// <summary>The name a variable was given.</summary>
    public ElementName NameOf(Variable variable) => Structure.VariableNames[Known(variable)];

    /// <summary>The name a row was given.</summary>
    public ElementName NameOf(Row row) => Structure.RowNames[Known(row)];

    /// <summary>Whether the variable may take whole numbers only.</summary>
    public bool IsInteger(Variable variable) => Structure.Integer[Known(variable)];

    /// <summary>Replaces the linear cost of one variable.</summary>
    /// <exception cref="ArgumentException">The cost is not finite, or the handle is none of this model's.</exception>
    public void SetCost(Variable variable, double cost)
    {
        int j = Known(variable);
        Numbers.RequireFinite(cost, Structure.VariableNames[j], "cost");
        _cost[j] = cost;
    }

    /// <summary>Replaces the bounds of one variable.</summary>
    /// <exception cref="ArgumentException">A bound is NaN, or the handle is none of this model's.</exception>
    public void SetBounds(Variable variable, double lower, double upper)
    {
        int j = Known(variable);
        Numbers.RequireBounds(lower, upper, Structure.VariableNames[j]);
        (_lower[j], _upper[j]) = (lower, upper);
    }

    /// <summary>Replaces the range of one row.</summary>
    /// <exception cref="ArgumentException">A bound is NaN, or the handle is none of this model's.</exception>
    public void SetRange(Row row, double lower, double upper)
    {
        int i = Known(row);
        Numbers.RequireBounds(lower, upper, Structure.RowNames[i]);
        (_rowLower[i], _rowUpper[i]) = (lower, upper);
    }

    /// <summary>A problem with the same (shared) coefficients and its own costs, bounds and ranges.</summary>
    public Problem Copy() =>
        new(Structure, [.. _cost], [.. _lower], [.. _upper], [.. _rowLower], [.. _rowUpper], ObjectiveOffset);

    /// <summary>½xᵀQx + cᵀx + offset at a point.</summary>
    /// <param name="values">One value per variable.</param>
    public double Objective(ReadOnlySpan<double> values)
    {
        double sum = ObjectiveOffset + (Structure.Quadratic?.HalfProduct(values) ?? 0);
        for (int j = 0; j < _cost.Length; j++)
        {
            sum += _cost[j] * values[j];
        }

        return sum;
    }

    private int Known(Variable variable) => Numbers.RequireIndex(variable.Index, VariableCount, nameof(variable));

    private int Known(Row row) => Numbers.RequireIndex(row.Index, RowCount, nameof(row));
}
