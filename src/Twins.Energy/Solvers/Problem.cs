using System.Globalization;

namespace Twins.Energy.Solvers;

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

    /// <summary>Whether any variable may take only integers.</summary>
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

    /// <summary>Minimum row activities lr; −∞ where none.</summary>
    public ReadOnlySpan<double> RowLowerBounds => _rowLower;

    /// <summary>Maximum row activities ur; +∞ where none.</summary>
    public ReadOnlySpan<double> RowUpperBounds => _rowUpper;

    internal ProblemStructure Structure { get; }

    internal SparseMatrix Matrix => Structure.Matrix;

    /// <summary>The name a variable was given.</summary>
    public ElementName NameOf(Variable variable) => Structure.VariableNames[Known(variable)];

    /// <summary>The name a row was given.</summary>
    public ElementName NameOf(Row row) => Structure.RowNames[Known(row)];

    /// <summary>Whether the variable may take only integers.</summary>
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

/// <summary>Handle of one variable (column) of the model that made it.</summary>
/// <param name="Index">Position among the model's variables, from 0.</param>
public readonly record struct Variable(int Index);

/// <summary>Handles of one variable per time step, contiguous in the model.</summary>
/// <param name="First">Index of step 0.</param>
/// <param name="Count">Number of steps.</param>
public readonly record struct VariableSeries(int First, int Count)
{
    /// <summary>The variable of one time step.</summary>
    /// <param name="step">0 ≤ step &lt; <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step lies outside the series.</exception>
    public Variable this[int step] => new(First + SeriesIndex.Checked(step, Count));
}

/// <summary>Handle of one row (constraint) of the model that made it.</summary>
/// <param name="Index">Position among the model's rows, from 0.</param>
public readonly record struct Row(int Index);

/// <summary>Handles of one row per time step, contiguous in the model.</summary>
/// <param name="First">Index of step 0.</param>
/// <param name="Count">Number of steps.</param>
public readonly record struct RowSeries(int First, int Count)
{
    /// <summary>The row of one time step.</summary>
    /// <param name="step">0 ≤ step &lt; <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step lies outside the series.</exception>
    public Row this[int step] => new(First + SeriesIndex.Checked(step, Count));
}

internal static class SeriesIndex
{
    public static int Checked(int step, int count)
    {
        if ((uint)step < (uint)count)
        {
            return step;
        }

        throw new ArgumentOutOfRangeException(nameof(step), step, $"The series has steps 0 to {count - 1}.");
    }
}

/// <summary>The name of a variable or row: a word, and the time step when it belongs to a series.</summary>
/// <param name="Name">What it stands for, for example <c>ev7.charge</c>; not empty.</param>
/// <param name="Step">Index of the time step, from 0; −1 when the element is no member of a series.</param>
public readonly record struct ElementName(string Name, int Step = -1)
{
    /// <summary><c>name</c>, or <c>name[step]</c> for a member of a series.</summary>
    public override string ToString() => Step < 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}[{Step}]");
}

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

/// <summary>Problems that differ from another one in more than costs, bounds and ranges.</summary>
internal static class ProblemVariants
{
    /// <summary>A copy without any costs, linear or quadratic.</summary>
    public static Problem WithoutCosts(this Problem problem)
    {
        ProblemStructure old = problem.Structure;
        var structure = new ProblemStructure(old.VariableNames, old.RowNames, old.Matrix, null, old.Integer);
        return new(
            structure, new double[problem.VariableCount], [.. problem.LowerBounds], [.. problem.UpperBounds],
            [.. problem.RowLowerBounds], [.. problem.RowUpperBounds], 0);
    }
}

/// <summary>Checks of the caller's numbers; every message names the element and the value.</summary>
internal static class Numbers
{
    public static void RequireName(ElementName element)
    {
        if (string.IsNullOrEmpty(element.Name))
        {
            throw new ArgumentException("A variable or row needs a name, so that results and conflicts can be told apart.", nameof(element));
        }
    }

    public static void RequireFinite(double value, ElementName element, string what)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"The {what} of {element} is {value}; a finite number is needed.", nameof(value));
        }
    }

    public static void RequireBounds(double lower, double upper, ElementName element)
    {
        if (double.IsNaN(lower) || double.IsNaN(upper))
        {
            throw new ArgumentException($"The bounds of {element} are [{lower}, {upper}]; use ±∞ for a missing bound, not NaN.", nameof(lower));
        }

        if (double.IsPositiveInfinity(lower) || double.IsNegativeInfinity(upper))
        {
            throw new ArgumentException($"The bounds of {element} are [{lower}, {upper}], which no number satisfies.", nameof(lower));
        }
    }

    public static int RequireIndex(int index, int count, string what)
    {
        if ((uint)index < (uint)count)
        {
            return index;
        }

        throw new ArgumentException($"The {what} has index {index}; the model has {count}.", nameof(index));
    }
}
