namespace Twins.Energy.Solvers;

/// <summary>
/// Collects variables, rows and coefficients of <c>min ½xᵀQx + cᵀx + offset, l ≤ x ≤ u, lr ≤ Ax ≤ ur</c>
/// and turns them into a <see cref="Problem"/> of compressed columns.
/// </summary>
/// <remarks>
/// Numbers carry the caller's units; the builder neither knows nor converts them. Missing bounds are ±∞. A lower bound
/// above its upper bound is no error here: the problem is then infeasible, and the solver names the element.
/// Not thread-safe.
/// </remarks>
public sealed class ModelBuilder
{
    private readonly List<ElementName> _variableNames = [];
    private readonly List<ElementName> _rowNames = [];
    private readonly List<double> _lower = [];
    private readonly List<double> _upper = [];
    private readonly List<double> _cost = [];
    private readonly List<bool> _integer = [];
    private readonly List<double> _rowLower = [];
    private readonly List<double> _rowUpper = [];
    private readonly TripletList _terms = new();
    private readonly TripletList _quadratic = new();

    /// <summary>Number of variables so far.</summary>
    public int VariableCount => _variableNames.Count;

    /// <summary>Number of rows so far.</summary>
    public int RowCount => _rowNames.Count;

    /// <summary>Constant added to the objective; 0 by default.</summary>
    public double ObjectiveOffset { get; set; }

    /// <summary>Adds one continuous variable.</summary>
    /// <param name="name">Name, used in errors, conflicts and MPS files.</param>
    /// <param name="lower">Lower bound; −∞ for none.</param>
    /// <param name="upper">Upper bound; +∞ for none.</param>
    /// <param name="cost">Linear cost per unit; 0 by default.</param>
    /// <exception cref="ArgumentException">A bound is NaN, or the cost is not finite.</exception>
    public Variable AddVariable(string name, double lower, double upper, double cost = 0) =>
        Append(new ElementName(name), lower, upper, cost, isInteger: false);

    /// <summary>Adds one variable that may take only integers.</summary>
    /// <inheritdoc cref="AddVariable"/>
    public Variable AddInteger(string name, double lower, double upper, double cost = 0) =>
        Append(new ElementName(name), lower, upper, cost, isInteger: true);

    /// <summary>Adds one continuous variable per time step, named <c>name[0]</c>, <c>name[1]</c>, …</summary>
    /// <param name="name">Name of the series.</param>
    /// <param name="count">Number of steps, ≥ 0.</param>
    /// <param name="lower">Lower bound of every step.</param>
    /// <param name="upper">Upper bound of every step.</param>
    /// <param name="cost">Linear cost of every step; single steps change through <see cref="SetCost"/>.</param>
    /// <exception cref="ArgumentException">A bound is NaN, or the cost is not finite.</exception>
    public VariableSeries AddVariables(string name, int count, double lower, double upper, double cost = 0) =>
        AppendSeries(name, count, lower, upper, cost, isInteger: false);

    /// <summary>Adds one integer variable per time step.</summary>
    /// <inheritdoc cref="AddVariables"/>
    public VariableSeries AddIntegers(string name, int count, double lower, double upper, double cost = 0) =>
        AppendSeries(name, count, lower, upper, cost, isInteger: true);

    /// <summary>Adds one row <c>lower ≤ Σ terms ≤ upper</c>; equal bounds make an equation.</summary>
    /// <param name="name">Name, used in errors, conflicts and MPS files.</param>
    /// <param name="lower">Minimum row activity; −∞ for none.</param>
    /// <param name="upper">Maximum row activity; +∞ for none.</param>
    /// <exception cref="ArgumentException">A bound is NaN.</exception>
    public Row AddRow(string name, double lower, double upper) => AppendRow(new ElementName(name), lower, upper);

    /// <summary>Adds one row per time step, named <c>name[0]</c>, <c>name[1]</c>, …</summary>
    /// <param name="name">Name of the series.</param>
    /// <param name="count">Number of steps, ≥ 0.</param>
    /// <param name="lower">Minimum activity of every step.</param>
    /// <param name="upper">Maximum activity of every step.</param>
    /// <exception cref="ArgumentException">A bound is NaN.</exception>
    public RowSeries AddRows(string name, int count, double lower, double upper)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var series = new RowSeries(RowCount, count);
        for (int step = 0; step < count; step++)
        {
            AppendRow(new ElementName(name, step), lower, upper);
        }

        return series;
    }

    /// <summary>Adds <c>coefficient · variable</c> to a row; repeated terms add up.</summary>
    /// <exception cref="ArgumentException">The coefficient is not finite, or a handle is none of this model's.</exception>
    public void AddTerm(Row row, Variable variable, double coefficient)
    {
        int i = Known(row);
        int j = Known(variable);
        Numbers.RequireFinite(coefficient, _rowNames[i], "coefficient");
        _terms.Add(i, j, coefficient);
    }

    /// <summary>Adds <c>½ · curvature · variable²</c> to the objective.</summary>
    /// <param name="variable">A variable of this model.</param>
    /// <param name="curvature">Second derivative, ≥ 0.</param>
    /// <exception cref="ArgumentException">The curvature is negative or not finite, or the handle is none of this model's.</exception>
    public void AddQuadraticCost(Variable variable, double curvature)
    {
        int j = Known(variable);
        Numbers.RequireFinite(curvature, _variableNames[j], "curvature");
        if (curvature < 0)
        {
            throw new ArgumentException($"Curvature of {_variableNames[j]} is {curvature}; a convex objective needs ≥ 0.", nameof(curvature));
        }

        _quadratic.Add(j, j, curvature);
    }

    /// <summary>Adds <c>curvature · first · second</c> (two different variables) to the objective.</summary>
    /// <remarks>Convexity of the whole is checked by <see cref="Build"/>.</remarks>
    /// <exception cref="ArgumentException">The curvature is not finite, the variables are the same, or a handle is none of this model's.</exception>
    public void AddQuadraticCost(Variable first, Variable second, double curvature)
    {
        int j = Known(first);
        int k = Known(second);
        Numbers.RequireFinite(curvature, _variableNames[j], "curvature");
        if (j == k)
        {
            throw new ArgumentException($"The product needs two variables; {_variableNames[j]} was given twice.", nameof(second));
        }

        _quadratic.Add(j, k, curvature);
        _quadratic.Add(k, j, curvature);
    }

    /// <summary>Replaces the linear cost of one variable.</summary>
    /// <exception cref="ArgumentException">The cost is not finite, or the handle is none of this model's.</exception>
    public void SetCost(Variable variable, double cost)
    {
        int j = Known(variable);
        Numbers.RequireFinite(cost, _variableNames[j], "cost");
        _cost[j] = cost;
    }

    /// <summary>Replaces the bounds of one variable.</summary>
    /// <exception cref="ArgumentException">A bound is NaN, or the handle is none of this model's.</exception>
    public void SetBounds(Variable variable, double lower, double upper)
    {
        int j = Known(variable);
        Numbers.RequireBounds(lower, upper, _variableNames[j]);
        (_lower[j], _upper[j]) = (lower, upper);
    }

    /// <summary>Replaces the range of one row.</summary>
    /// <exception cref="ArgumentException">A bound is NaN, or the handle is none of this model's.</exception>
    public void SetRange(Row row, double lower, double upper)
    {
        int i = Known(row);
        Numbers.RequireBounds(lower, upper, _rowNames[i]);
        (_rowLower[i], _rowUpper[i]) = (lower, upper);
    }

    /// <summary>Compresses what was collected. The builder may be used on; the problem is independent of it.</summary>
    /// <exception cref="ArgumentException">The quadratic cost is not convex; the message names a variable of the offending block.</exception>
    public Problem Build()
    {
        Numbers.RequireFinite(ObjectiveOffset, new ElementName("objective"), "offset");
        SparseMatrix matrix = _terms.ToMatrix(RowCount, VariableCount);
        QuadraticForm? quadratic = _quadratic.Count == 0 ? null : QuadraticForm.From(_quadratic.ToMatrix(VariableCount, VariableCount), _variableNames);
        var structure = new ProblemStructure([.. _variableNames], [.. _rowNames], matrix, quadratic, [.. _integer]);
        return new Problem(structure, [.. _cost], [.. _lower], [.. _upper], [.. _rowLower], [.. _rowUpper], ObjectiveOffset);
    }

    private VariableSeries AppendSeries(string name, int count, double lower, double upper, double cost, bool isInteger)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var series = new VariableSeries(VariableCount, count);
        for (int step = 0; step < count; step++)
        {
            Append(new ElementName(name, step), lower, upper, cost, isInteger);
        }

        return series;
    }

    private Variable Append(ElementName name, double lower, double upper, double cost, bool isInteger)
    {
        Numbers.RequireName(name);
        Numbers.RequireBounds(lower, upper, name);
        Numbers.RequireFinite(cost, name, "cost");
        _variableNames.Add(name);
        _lower.Add(lower);
        _upper.Add(upper);
        _cost.Add(cost);
        _integer.Add(isInteger);
        return new Variable(VariableCount - 1);
    }

    private Row AppendRow(ElementName name, double lower, double upper)
    {
        Numbers.RequireName(name);
        Numbers.RequireBounds(lower, upper, name);
        _rowNames.Add(name);
        _rowLower.Add(lower);
        _rowUpper.Add(upper);
        return new Row(RowCount - 1);
    }

    private int Known(Variable variable) => Numbers.RequireIndex(variable.Index, VariableCount, nameof(variable));

    private int Known(Row row) => Numbers.RequireIndex(row.Index, RowCount, nameof(row));
}
