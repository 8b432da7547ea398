namespace Twins.Energy.Solvers;

/// <summary>
/// LU factors of a sparse matrix: left-looking, column by column (Gilbert and Peierls 1988), with threshold pivoting that
/// keeps the diagonal where it is large enough, so that a fill-reducing order of the unknowns is kept too.
/// </summary>
internal sealed class SparseLu
{
    /// <summary>A diagonal entry at least this share of the column's largest entry stays pivot.</summary>
    private const double PivotThreshold = 1e-3;

    private readonly int _size;
    private readonly FactorColumns _lower;
    private readonly FactorColumns _upper;
    private readonly double[] _pivots;
    private readonly int[] _rowOfPivot;
    private readonly int[] _pivotOfRow;
    private readonly double[] _work;
    private readonly SparseReach _reach;

    public SparseLu(int size)
    {
        _size = size;
        _lower = new FactorColumns(size);
        _upper = new FactorColumns(size);
        _pivots = new double[size];
        _rowOfPivot = new int[size];
        _pivotOfRow = new int[size];
        _work = new double[size];
        _reach = new SparseReach(size);
    }

    /// <summary>Factorises; returns the column at which the matrix is singular, or −1 when it is not.</summary>
    public int Factorise(AssembledMatrix matrix)
    {
        _lower.Clear();
        _upper.Clear();
        Array.Fill(_pivotOfRow, -1);
        for (var column = 0; column < _size; column++)
        {
            var pattern = _reach.Find(matrix, column, _lower, _pivotOfRow);
            EliminateColumn(matrix, column, pattern);
            var pivotRow = ChoosePivot(column, pattern);
            if (pivotRow < 0)
            {
                ClearWork(pattern);
                return column;
            }

            StoreColumn(column, pivotRow, pattern);
        }

        return -1;
    }

    /// <summary>Solves A·x = b in place.</summary>
    public void Solve(Span<double> rightHandSide)
    {
        for (var column = 0; column < _size; column++)
        {
            var value = rightHandSide[_rowOfPivot[column]];
            _work[column] = value;
            _lower.SubtractScaled(column, value, rightHandSide);
        }

        for (var column = _size - 1; column >= 0; column--)
        {
            var value = _work[column] / _pivots[column];
            rightHandSide[column] = value;
            _upper.SubtractScaled(column, value, _work);
        }

        Array.Clear(_work);
    }

    private void EliminateColumn(AssembledMatrix matrix, int column, ReadOnlySpan<int> pattern)
    {
        for (var entry = matrix.ColumnStarts[column]; entry < matrix.ColumnStarts[column + 1]; entry++)
        {
            _work[matrix.Rows[entry]] = matrix.Values[entry];
        }

        foreach (var row in pattern)
        {
            var pivot = _pivotOfRow[row];
            if (pivot >= 0)
            {
                _lower.SubtractScaled(pivot, _work[row], _work);
            }
        }
    }

    private int ChoosePivot(int column, ReadOnlySpan<int> pattern)
    {
        var best = -1;
        var largest = 0.0;
        foreach (var row in pattern)
        {
            if (_pivotOfRow[row] < 0 && Math.Abs(_work[row]) > largest)
            {
                largest = Math.Abs(_work[row]);
                best = row;
            }
        }

        var diagonalIsFree = _pivotOfRow[column] < 0;
        return diagonalIsFree && largest > 0 && Math.Abs(_work[column]) >= PivotThreshold * largest ? column : best;
    }

    private void StoreColumn(int column, int pivotRow, ReadOnlySpan<int> pattern)
    {
        var pivot = _work[pivotRow];
        _pivots[column] = pivot;
        _rowOfPivot[column] = pivotRow;
        _pivotOfRow[pivotRow] = column;
        foreach (var row in pattern)
        {
            var value = _work[row];
            _work[row] = 0;
            if (row == pivotRow || value == 0)
            {
                continue;
            }

            var earlier = _pivotOfRow[row];
            if (earlier >= 0)
            {
                _upper.Append(earlier, value);
            }
            else
            {
                _lower.Append(row, value / pivot);
            }
        }

        _lower.EndColumn();
        _upper.EndColumn();
    }

    private void ClearWork(ReadOnlySpan<int> pattern)
    {
        foreach (var row in pattern)
        {
            _work[row] = 0;
        }
    }
}

/// <summary>The columns of a triangular factor, appended one after the other; memory is kept between factorisations.</summary>
internal sealed class FactorColumns(int size)
{
    private readonly int[] _starts = new int[size + 1];
    private int[] _rows = new int[4 * size];
    private double[] _values = new double[4 * size];
    private int _columns;
    private int _count;

    public ReadOnlySpan<int> RowsOf(int column) => _rows.AsSpan(_starts[column].._starts[column + 1]);

    public void Clear()
    {
        _columns = 0;
        _count = 0;
    }

    public void Append(int row, double value)
    {
        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(16, 2 * _count));
            Array.Resize(ref _values, Math.Max(16, 2 * _count));
        }

        _rows[_count] = row;
        _values[_count++] = value;
    }

    public void EndColumn() => _starts[++_columns] = _count;

    public void SubtractScaled(int column, double factor, Span<double> target)
    {
        if (factor == 0)
        {
            return;
        }

        for (var entry = _starts[column]; entry < _starts[column + 1]; entry++)
        {
            target[_rows[entry]] -= factor * _values[entry];
        }
    }
}

/// <summary>
/// Which rows become nonzero when a column is eliminated with the columns before it: a depth-first search over the
/// lower factor, in topological order (Gilbert and Peierls 1988). Iterative, so that a long chain cannot exhaust the stack.
/// </summary>
internal sealed class SparseReach(int size)
{
    private readonly int[] _mark = Filled(size, -1);
    private readonly int[] _stack = new int[size];
    private readonly int[] _progress = new int[size];
    private readonly int[] _order = new int[size];
    private int _stamp;

    public ReadOnlySpan<int> Find(AssembledMatrix matrix, int column, FactorColumns lower, int[] pivotOfRow)
    {
        _stamp++;
        var top = size;
        for (var entry = matrix.ColumnStarts[column]; entry < matrix.ColumnStarts[column + 1]; entry++)
        {
            var row = matrix.Rows[entry];
            if (_mark[row] != _stamp)
            {
                top = Search(row, top, lower, pivotOfRow);
            }
        }

        return _order.AsSpan(top);
    }

    private int Search(int start, int top, FactorColumns lower, int[] pivotOfRow)
    {
        var depth = 0;
        Push(start, 0);
        while (depth >= 0)
        {
            var row = _stack[depth];
            var pivot = pivotOfRow[row];
            var children = pivot < 0 ? [] : lower.RowsOf(pivot);
            var next = NextUnmarked(children, ref _progress[depth]);
            if (next >= 0)
            {
                Push(next, ++depth);
            }
            else
            {
                _order[--top] = row;
                depth--;
            }
        }

        return top;
    }

    private void Push(int row, int depth)
    {
        _mark[row] = _stamp;
        _stack[depth] = row;
        _progress[depth] = 0;
    }

    private int NextUnmarked(ReadOnlySpan<int> children, ref int progress)
    {
        while (progress < children.Length)
        {
            var child = children[progress++];
            if (_mark[child] != _stamp)
            {
                return child;
            }
        }

        return -1;
    }

    private static int[] Filled(int length, int value)
    {
        var array = new int[length];
        Array.Fill(array, value);
        return array;
    }
}
