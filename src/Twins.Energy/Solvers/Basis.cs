namespace Twins.Energy.Solvers;

/// <summary>
/// As many independent columns as there are rows, with LU factors and, on top of them, the exchanges since the last factorisation
/// in product form (Dantzig, Orchard-Hays 1954).
/// </summary>
internal sealed class Basis
{
    private const int MaxExchanges = 64;

    private readonly ScaledColumns _columns;
    private readonly int[] _heads;
    private readonly int[] _order;
    private readonly SparseLu _factors;
    private readonly double[] _solved;
    private readonly List<Exchange> _exchanges = [];

    /// <summary>The basis of all logical columns.</summary>
    public Basis(ScaledColumns columns)
    {
        _columns = columns;
        _heads = [.. Enumerable.Range(columns.StructuralCount, columns.RowCount)];
        _order = [.. Enumerable.Range(0, columns.RowCount)];
        _solved = new double[columns.RowCount];
        _factors = new SparseLu(columns.RowCount);
        Factorise();
    }

    public int Size => _heads.Length;

    /// <summary>The column at a place of the basis.</summary>
    public int this[int place] => _heads[place];

    /// <summary>Solves B·x = b in place: the right-hand side by row becomes the solution by place.</summary>
    public void Solve(Span<double> vector)
    {
        _factors.Solve(vector);
        for (int k = 0; k < Size; k++)
        {
            _solved[_order[k]] = vector[k];
        }

        _solved.CopyTo(vector);
        foreach (Exchange exchange in _exchanges)
        {
            exchange.Apply(vector);
        }
    }

    /// <summary>Puts a column at a place.</summary>
    /// <param name="place">The place of the column that leaves.</param>
    /// <param name="column">The column that enters.</param>
    /// <param name="direction">The entering column by the present basis.</param>
    /// <returns>False when the new basis turned out to be singular.</returns>
    public bool Replace(int place, int column, ReadOnlySpan<double> direction)
    {
        _heads[place] = column;
        _exchanges.Add(Exchange.Of(place, direction));
        return _exchanges.Count < MaxExchanges || Factorise();
    }

    /// <summary>Short columns first, which leaves little to fill in; false when singular.</summary>
    public bool Factorise()
    {
        Array.Sort(_order, (left, right) =>
            (_columns.LengthOf(_heads[left]), left).CompareTo((_columns.LengthOf(_heads[right]), right)));
        List<(int Row, int Column)> pattern = [];
        List<double> values = [];
        for (int k = 0; k < Size; k++)
        {
            foreach ((int row, double value) in _columns.EntriesOf(_heads[_order[k]]))
            {
                pattern.Add((row, k));
                values.Add(value);
            }
        }

        var matrix = AssembledMatrix.FromPattern(Size, pattern);
        matrix.Begin();
        values.ForEach(matrix.Add);
        _exchanges.Clear();
        return _factors.Factorise(matrix) < 0;
    }

    /// <summary>The inverse of the unit matrix with one column replaced.</summary>
    private sealed record Exchange(int Place, double Pivot, int[] Others, double[] Values)
    {
        public static Exchange Of(int place, ReadOnlySpan<double> direction)
        {
            List<int> others = [];
            List<double> values = [];
            for (int k = 0; k < direction.Length; k++)
            {
                if (k != place && direction[k] != 0)
                {
                    others.Add(k);
                    values.Add(direction[k]);
                }
            }

            return new(place, direction[place], [.. others], [.. values]);
        }

        public void Apply(Span<double> vector)
        {
            double moved = vector[Place] / Pivot;
            vector[Place] = moved;
            for (int k = 0; k < Others.Length && moved != 0; k++)
            {
                vector[Others[k]] -= Values[k] * moved;
            }
        }
    }
}

/// <summary>
/// The rows of a problem as equations Ax − r = 0, scaled: the columns of A, and behind them one logical column −eᵢ for the activity
/// r of each row, with the limits of all.
/// </summary>
internal sealed class ScaledColumns
{
    private readonly SparseMatrix _matrix;
    private readonly Equilibration _scaling;

    public ScaledColumns(Problem problem)
    {
        var core = CoreProblem.From(problem);
        _matrix = core.Matrix;
        _scaling = Equilibration.For(core, true);
        Lower = new double[Count];
        Upper = new double[Count];
        Cost = new double[Count];
        for (int k = 0; k < Count; k++)
        {
            Lower[k] = (IsLogical(k) ? core.RowLower[k - StructuralCount] : core.Lower[k]) / UnitOf(k);
            Upper[k] = (IsLogical(k) ? core.RowUpper[k - StructuralCount] : core.Upper[k]) / UnitOf(k);
            Cost[k] = IsLogical(k) ? 0 : core.Cost[k] * UnitOf(k) * _scaling.Cost;
        }
    }

    public int StructuralCount => _matrix.ColumnCount;

    public int RowCount => _matrix.RowCount;

    public int Count => StructuralCount + RowCount;

    public double[] Lower { get; }

    public double[] Upper { get; }

    /// <summary>Cost of 1 scaled, of largest size about 1.</summary>
    public double[] Cost { get; }

    /// <summary>Value in the problem's units of 1 scaled.</summary>
    public double UnitOf(int column) => IsLogical(column) ? 1 / _scaling.Rows[column - StructuralCount] : _scaling.Columns[column];

    public int LengthOf(int column) => IsLogical(column) ? 1 : _matrix.LengthOf(column);

    /// <summary>The entries of a column, each with its row and value.</summary>
    public IEnumerable<(int Row, double Value)> EntriesOf(int column)
    {
        if (IsLogical(column))
        {
            yield return (column - StructuralCount, -1);
            yield break;
        }

        for (int p = _matrix.Starts[column]; p < _matrix.Starts[column + 1]; p++)
        {
            int row = _matrix.Rows[p];
            yield return (row, _matrix.Values[p] * _scaling.Rows[row] * _scaling.Columns[column]);
        }
    }

    /// <summary>target += factor · column.</summary>
    public void AddColumn(int column, double factor, Span<double> target)
    {
        if (IsLogical(column))
        {
            target[column - StructuralCount] -= factor;
            return;
        }

        double scaled = factor * _scaling.Columns[column];
        for (int p = _matrix.Starts[column]; p < _matrix.Starts[column + 1]; p++)
        {
            target[_matrix.Rows[p]] += scaled * _matrix.Values[p] * _scaling.Rows[_matrix.Rows[p]];
        }
    }

    private bool IsLogical(int column) => column >= StructuralCount;
}

/// <summary>
/// Which limit an optimal value is at. An interior point method ends in the middle of the optimal face, where by strict
/// complementarity just one of slack and multiplier is 0 (Goldman, Tucker 1956): what has a multiplier is at its limit.
/// </summary>
internal static class ActiveLimits
{
    /// <summary>A value this near to a limit, relative to 1 + the size of its limits, is at it whatever its multiplier.</summary>
    private const double Snap = 1e-11;

    /// <summary>The limit, or null where the value lies between its limits.</summary>
    /// <param name="multiplier">Dual or reduced cost relative to the largest cost, positive at a lower limit.</param>
    /// <param name="value">The value.</param>
    /// <param name="lower">Its lower limit.</param>
    /// <param name="upper">Its upper limit.</param>
    public static double? Of(double multiplier, double value, double lower, double upper)
    {
        double size = 1 + Math.Max(FiniteSize(lower), FiniteSize(upper));
        double toLower = Math.Abs(value - lower) / size;
        double toUpper = Math.Abs(value - upper) / size;
        if (Math.Min(toLower, toUpper) <= Snap)
        {
            return toLower <= toUpper ? lower : upper;
        }

        (double limit, double distance) = multiplier > 0 ? (lower, toLower) : (upper, toUpper);
        return Math.Abs(multiplier) > distance ? limit : null;
    }

    private static double FiniteSize(double limit) => double.IsFinite(limit) ? Math.Abs(limit) : 0;
}
