namespace Twins.Energy.Solvers.LinearAlgebra;

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

    public ReadOnlySpan<int> Find(SparseMatrix matrix, int column, FactorColumns lower, int[] pivotOfRow)
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
