namespace Twins.Energy.Solvers.Sparse;

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
