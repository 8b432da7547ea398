namespace Twins.Energy.Solvers;

/// <summary>Compressed columns; row indices ascend within a column.</summary>
internal sealed class SparseMatrix(int rowCount, int columnCount, int[] starts, int[] rows, double[] values)
{
    public int RowCount { get; } = rowCount;

    public int ColumnCount { get; } = columnCount;

    public int Count => Starts[ColumnCount];

    public int[] Starts { get; } = starts;

    public int[] Rows { get; } = rows;

    public double[] Values { get; } = values;

    public ReadOnlySpan<int> RowsOf(int column) => Rows.AsSpan(Starts[column], Starts[column + 1] - Starts[column]);

    public ReadOnlySpan<double> ValuesOf(int column) => Values.AsSpan(Starts[column], Starts[column + 1] - Starts[column]);

    public int LengthOf(int column) => Starts[column + 1] - Starts[column];

    /// <summary>result += scale · A x.</summary>
    public void AddProduct(ReadOnlySpan<double> x, double scale, Span<double> result)
    {
        for (int column = 0; column < ColumnCount; column++)
        {
            double factor = scale * x[column];
            for (int p = Starts[column]; p < Starts[column + 1]; p++)
            {
                result[Rows[p]] += Values[p] * factor;
            }
        }
    }

    /// <summary>result += scale · Aᵀ y.</summary>
    public void AddTransposedProduct(ReadOnlySpan<double> y, double scale, Span<double> result)
    {
        for (int column = 0; column < ColumnCount; column++)
        {
            result[column] += scale * Dot(column, y);
        }
    }

    /// <summary>Scalar product of one column with a vector over the rows.</summary>
    public double Dot(int column, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int p = Starts[column]; p < Starts[column + 1]; p++)
        {
            sum += Values[p] * y[Rows[p]];
        }

        return sum;
    }

    public SparseMatrix Transpose()
    {
        int[] rowStarts = new int[RowCount + 1];
        for (int p = 0; p < Count; p++)
        {
            rowStarts[Rows[p] + 1]++;
        }

        for (int row = 0; row < RowCount; row++)
        {
            rowStarts[row + 1] += rowStarts[row];
        }

        int[] next = rowStarts[..RowCount];
        int[] columns = new int[Count];
        double[] transposed = new double[Count];
        for (int column = 0; column < ColumnCount; column++)
        {
            for (int p = Starts[column]; p < Starts[column + 1]; p++)
            {
                int target = next[Rows[p]]++;
                columns[target] = column;
                transposed[target] = Values[p];
            }
        }

        return new SparseMatrix(ColumnCount, RowCount, rowStarts, columns, transposed);
    }

    public bool HasPatternOf(SparseMatrix other) =>
        RowCount == other.RowCount && ColumnCount == other.ColumnCount
        && Starts.AsSpan().SequenceEqual(other.Starts) && Rows.AsSpan(0, Count).SequenceEqual(other.Rows.AsSpan(0, other.Count));
}

/// <summary>Coefficients in the order of their arrival, compressed to columns by two counting sorts.</summary>
internal sealed class TripletList
{
    private int[] _rows = new int[64];
    private int[] _columns = new int[64];
    private double[] _values = new double[64];

    public int Count { get; private set; }

    public void Add(int row, int column, double value)
    {
        if (Count == _rows.Length)
        {
            int capacity = 2 * Count;
            Array.Resize(ref _rows, capacity);
            Array.Resize(ref _columns, capacity);
            Array.Resize(ref _values, capacity);
        }

        _rows[Count] = row;
        _columns[Count] = column;
        _values[Count++] = value;
    }

    /// <summary>Columns with ascending row indices; repeated places are summed, and sums of exactly 0 dropped.</summary>
    public SparseMatrix ToMatrix(int rowCount, int columnCount)
    {
        // Sorting by row first leaves the rows ascending within each column after the second, stable sort.
        int[] byRow = StableOrder(_rows, rowCount, null);
        int[] order = StableOrder(_columns, columnCount, byRow);
        int[] starts = new int[columnCount + 1];
        int[] rows = new int[Count];
        double[] values = new double[Count];
        int count = 0;
        int position = 0;
        for (int column = 0; column < columnCount; column++)
        {
            starts[column] = count;
            while (position < Count && _columns[order[position]] == column)
            {
                int row = _rows[order[position]];
                double sum = 0;
                for (; position < Count && _columns[order[position]] == column && _rows[order[position]] == row; position++)
                {
                    sum += _values[order[position]];
                }

                if (sum != 0)
                {
                    rows[count] = row;
                    values[count++] = sum;
                }
            }
        }

        starts[columnCount] = count;
        return new SparseMatrix(rowCount, columnCount, starts, rows[..count], values[..count]);
    }

    private int[] StableOrder(int[] keys, int keyCount, int[]? previous)
    {
        int[] next = new int[keyCount + 1];
        for (int k = 0; k < Count; k++)
        {
            next[keys[k] + 1]++;
        }

        for (int key = 0; key < keyCount; key++)
        {
            next[key + 1] += next[key];
        }

        int[] order = new int[Count];
        for (int k = 0; k < Count; k++)
        {
            int triplet = previous is null ? k : previous[k];
            order[next[keys[triplet]]++] = triplet;
        }

        return order;
    }
}
