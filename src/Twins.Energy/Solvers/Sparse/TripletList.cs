namespace Twins.Energy.Solvers.Sparse;

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
