namespace Twins.Energy.Solvers;

/// <summary>
/// Left-looking supernodal LDLᵀ of a quasidefinite matrix (Vanderbei: Symmetric quasidefinite matrices, SIAM J. Optim. 5 (1995)):
/// every pivot's sign is known beforehand, so that no pivoting disturbs the order. A pivot that cancels to rounding noise
/// is skipped, and its component of the solution becomes 0; the caller is told how many were.
/// </summary>
internal sealed class NumericFactor
{
    /// <summary>A pivot below this share of its assembled diagonal is noise.</summary>
    private const double PivotTolerance = 1e-16;

    private readonly SymbolicFactor _symbolic;
    private readonly sbyte[] _signs;
    private readonly double[] _diagonals;
    private readonly double[] _inversePivots;
    private readonly double[] _pivots;
    private readonly int[] _offsetOf;
    private readonly int[] _firstUpdate;
    private readonly int[] _nextUpdate;
    private readonly int[] _progress;
    private readonly TriangularSolve _substitution;
    private double[] _factors = [];
    private double[] _buffer = [];

    /// <param name="symbolic">The analysed pattern.</param>
    /// <param name="signs">Expected sign of each node's pivot, +1 or −1.</param>
    public NumericFactor(SymbolicFactor symbolic, ReadOnlySpan<sbyte> signs)
    {
        _symbolic = symbolic;
        _signs = new sbyte[symbolic.Size];
        for (int k = 0; k < symbolic.Size; k++)
        {
            _signs[k] = signs[symbolic.Order[k]];
        }

        Values = new double[symbolic.EntryCount];
        _diagonals = new double[symbolic.Size];
        _pivots = new double[symbolic.Size];
        _inversePivots = new double[symbolic.Size];
        _offsetOf = new int[symbolic.Size];
        _firstUpdate = new int[symbolic.SupernodeCount];
        _nextUpdate = new int[symbolic.SupernodeCount];
        _progress = new int[symbolic.SupernodeCount];
        _substitution = new TriangularSolve(symbolic, Values, _inversePivots);
    }

    /// <summary>The panels: the matrix's lower triangle before <see cref="Factorise"/>, the factor after it.</summary>
    public double[] Values { get; }

    /// <summary>Pivots skipped by the last factorisation.</summary>
    public int SkippedPivots { get; private set; }

    public void Factorise()
    {
        SkippedPivots = 0;
        Array.Fill(_firstUpdate, -1);
        for (int s = 0; s < _symbolic.SupernodeCount; s++)
        {
            ReadOnlySpan<int> rows = _symbolic.RowsOf(s);
            for (int r = 0; r < rows.Length; r++)
            {
                _offsetOf[rows[r]] = r;
            }

            RememberDiagonal(s);
            for (int child = _firstUpdate[s]; child >= 0;)
            {
                int next = _nextUpdate[child];
                Update(s, child);
                child = next;
            }

            FactorisePanel(s);
            Enqueue(s, _symbolic.WidthOf(s));
        }
    }

    /// <summary>Solves in place; the vector is indexed by node.</summary>
    public void Solve(Span<double> vector) => _substitution.Solve(vector);

    private Span<double> Panel(int supernode) =>
        Values.AsSpan(_symbolic.PanelStarts[supernode], _symbolic.PanelStarts[supernode + 1] - _symbolic.PanelStarts[supernode]);

    private void RememberDiagonal(int s)
    {
        ReadOnlySpan<double> panel = Panel(s);
        int height = _symbolic.HeightOf(s);
        for (int k = 0; k < _symbolic.WidthOf(s); k++)
        {
            _diagonals[_symbolic.FirstColumns[s] + k] = Math.Abs(panel[(k * height) + k]);
        }
    }

    /// <summary>Hands a finished supernode to the next one that its rows, from <paramref name="from"/> on, reach.</summary>
    private void Enqueue(int supernode, int from)
    {
        if (from < _symbolic.HeightOf(supernode))
        {
            int target = _symbolic.SupernodeOf[_symbolic.RowsOf(supernode)[from]];
            _progress[supernode] = from;
            _nextUpdate[supernode] = _firstUpdate[target];
            _firstUpdate[target] = supernode;
        }
    }

    private void Update(int target, int source)
    {
        ReadOnlySpan<int> rows = _symbolic.RowsOf(source);
        int from = _progress[source];
        int end = from;
        int lastColumn = _symbolic.FirstColumns[target + 1];
        while (end < rows.Length && rows[end] < lastColumn)
        {
            end++;
        }

        int width = _symbolic.WidthOf(source);
        if (width == 1)
        {
            UpdateByColumn(target, source, rows, from, end);
        }
        else
        {
            UpdateByPanel(target, source, rows, from, end, width);
        }

        Enqueue(source, end);
    }

    private void UpdateByColumn(int target, int source, ReadOnlySpan<int> rows, int from, int end)
    {
        ReadOnlySpan<double> column = Panel(source);
        Span<double> panel = Panel(target);
        int height = _symbolic.HeightOf(target);
        int first = _symbolic.FirstColumns[target];
        double pivot = _pivots[_symbolic.FirstColumns[source]];
        for (int k = from; k < end; k++)
        {
            double factor = pivot * column[k];
            Span<double> into = panel.Slice((rows[k] - first) * height, height);
            for (int r = k; r < rows.Length; r++)
            {
                into[_offsetOf[rows[r]]] -= factor * column[r];
            }
        }
    }

    private void UpdateByPanel(int target, int source, ReadOnlySpan<int> rows, int from, int end, int width)
    {
        int sourceHeight = rows.Length;
        int height = _symbolic.HeightOf(target);
        int columns = end - from;
        int length = sourceHeight - from;
        ReadOnlySpan<double> lower = Panel(source)[from..];
        ReadOnlySpan<double> factors = Factors(source, lower, sourceHeight, columns, width);
        Span<double> panel = Panel(target);
        int first = _symbolic.FirstColumns[target];
        int offset = _offsetOf[rows[from]];
        if (_offsetOf[rows[^1]] - offset == length - 1)
        {
            // The rows are contiguous in the target: no detour over the buffer.
            PanelKernels.SubtractProduct(panel[(((rows[from] - first) * height) + offset)..], height, lower, sourceHeight, factors, length, columns, width);
            return;
        }

        Span<double> buffer = Sized(ref _buffer, length * columns);
        buffer.Clear();
        PanelKernels.SubtractProduct(buffer, length, lower, sourceHeight, factors, length, columns, width);
        for (int k = 0; k < columns; k++)
        {
            Span<double> into = panel.Slice((rows[from + k] - first) * height, height);
            ReadOnlySpan<double> update = buffer.Slice(k * length, length);
            for (int r = k; r < length; r++)
            {
                into[_offsetOf[rows[from + r]]] += update[r];
            }
        }
    }

    /// <summary>D · Lᵀ of the rows that meet the target's columns, one run of <paramref name="width"/> per column.</summary>
    private Span<double> Factors(int source, ReadOnlySpan<double> lower, int sourceHeight, int columns, int width)
    {
        Span<double> factors = Sized(ref _factors, columns * width);
        int first = _symbolic.FirstColumns[source];
        for (int k = 0; k < width; k++)
        {
            double pivot = _pivots[first + k];
            for (int column = 0; column < columns; column++)
            {
                factors[(column * width) + k] = pivot * lower[(k * sourceHeight) + column];
            }
        }

        return factors;
    }

    private void FactorisePanel(int s)
    {
        Span<double> panel = Panel(s);
        int height = _symbolic.HeightOf(s);
        int width = _symbolic.WidthOf(s);
        int first = _symbolic.FirstColumns[s];
        for (int k = 0; k < width; k++)
        {
            Span<double> column = panel.Slice(k * height, height);
            double inverse = AcceptPivot(first + k, column[k]);
            for (int j = k + 1; j < width; j++)
            {
                PanelKernels.SubtractScaled(panel.Slice((j * height) + j, height - j), column[j..], column[j] * inverse);
            }

            Scale(column[(k + 1)..], inverse);
        }
    }

    private double AcceptPivot(int position, double pivot)
    {
        bool accepted = pivot * _signs[position] > PivotTolerance * _diagonals[position];
        if (!accepted)
        {
            SkippedPivots++;
        }

        _pivots[position] = accepted ? pivot : 0;
        return _inversePivots[position] = accepted ? 1 / pivot : 0;
    }

    private static void Scale(Span<double> values, double factor)
    {
        for (int k = 0; k < values.Length; k++)
        {
            values[k] *= factor;
        }
    }

    private static Span<double> Sized(ref double[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new double[Math.Max(length, 2 * buffer.Length)];
        }

        return buffer.AsSpan(0, length);
    }
}
