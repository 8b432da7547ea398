namespace Twins.Energy.Solvers.LinearAlgebra;

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
    public int Factorise(SparseMatrix matrix)
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

    private void EliminateColumn(SparseMatrix matrix, int column, ReadOnlySpan<int> pattern)
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
