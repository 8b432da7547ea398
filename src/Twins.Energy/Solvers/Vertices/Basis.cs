using Twins.Energy.Solvers.LinearAlgebra;

namespace Twins.Energy.Solvers.Vertices;

/// <summary>
/// As many independent columns as there are rows, with LU factors and, on top of them, the exchanges since the last factorisation
/// in product form (Dantzig, Orchard-Hays 1954).
/// </summary>
internal sealed class Basis
{
    private const int MostExchanges = 64;

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
        return _exchanges.Count < MostExchanges || Factorise();
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

        var matrix = SparseMatrix.FromPattern(Size, pattern);
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
