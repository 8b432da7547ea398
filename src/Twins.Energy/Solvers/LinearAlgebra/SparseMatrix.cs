namespace Twins.Energy.Solvers.LinearAlgebra;

/// <summary>A square sparse matrix by compressed columns, assembled from entries that always come in the same order.</summary>
internal sealed class SparseMatrix
{
    private readonly int[] _slots;
    private int _next;

    private SparseMatrix(int size, int[] columnStarts, int[] rows, int[] slots)
    {
        Size = size;
        ColumnStarts = columnStarts;
        Rows = rows;
        Values = new double[rows.Length];
        _slots = slots;
    }

    public int Size { get; }

    public int[] ColumnStarts { get; }

    public int[] Rows { get; }

    public double[] Values { get; }

    /// <summary>Makes the pattern; entry i of later assemblies is the i-th of these coordinates. Repeated coordinates add up.</summary>
    public static SparseMatrix FromPattern(int size, IReadOnlyList<(int Row, int Column)> entries)
    {
        var order = Enumerable.Range(0, entries.Count).ToArray();
        Array.Sort(order, (left, right) => (entries[left].Column, entries[left].Row).CompareTo((entries[right].Column, entries[right].Row)));
        var starts = new int[size + 1];
        var rows = new List<int>(entries.Count);
        var slots = new int[entries.Count];
        (int Row, int Column) last = (-1, -1);
        foreach (var entry in order)
        {
            if (entries[entry] != last)
            {
                last = entries[entry];
                rows.Add(last.Row);
                starts[last.Column + 1]++;
            }

            slots[entry] = rows.Count - 1;
        }

        for (var column = 0; column < size; column++)
        {
            starts[column + 1] += starts[column];
        }

        return new SparseMatrix(size, starts, [.. rows], slots);
    }

    /// <summary>Begins an assembly: all values become zero.</summary>
    public void Begin()
    {
        Array.Clear(Values);
        _next = 0;
    }

    /// <summary>Adds the value of the next entry of the pattern.</summary>
    public void Add(double value) => Values[_slots[_next++]] += value;
}
