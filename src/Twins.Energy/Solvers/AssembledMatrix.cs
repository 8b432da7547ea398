namespace Twins.Energy.Solvers;

/// <summary>A square sparse matrix by compressed columns, assembled from entries that always come in the same order.</summary>
internal sealed class AssembledMatrix
{
    private readonly int[] _slots;
    private int _next;

    private AssembledMatrix(int size, int[] columnStarts, int[] rows, int[] slots)
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
    public static AssembledMatrix FromPattern(int size, IReadOnlyList<(int Row, int Column)> entries)
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

        return new AssembledMatrix(size, starts, [.. rows], slots);
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

/// <summary>
/// Orders the nodes of a graph by least degree during elimination (Tinney and Walker 1967, scheme 2): network graphs are
/// nearly trees, and a tree eliminated from its leaves makes no fill.
/// </summary>
internal static class MinimumDegree
{
    public static int[] Order(int nodes, IEnumerable<(int From, int To)> edges)
    {
        var neighbours = Enumerable.Range(0, nodes).Select(_ => new HashSet<int>()).ToArray();
        foreach (var (from, to) in edges.Where(edge => edge.From != edge.To))
        {
            neighbours[from].Add(to);
            neighbours[to].Add(from);
        }

        var queue = new PriorityQueue<int, (int Degree, int Node)>();
        for (var node = 0; node < nodes; node++)
        {
            queue.Enqueue(node, (neighbours[node].Count, node));
        }

        var order = new List<int>(nodes);
        var done = new bool[nodes];
        while (queue.TryDequeue(out var node, out var priority))
        {
            if (!done[node] && priority.Degree == neighbours[node].Count)
            {
                done[node] = true;
                order.Add(node);
                Eliminate(node, neighbours, queue);
            }
        }

        return [.. order];
    }

    private static void Eliminate(int node, HashSet<int>[] neighbours, PriorityQueue<int, (int Degree, int Node)> queue)
    {
        foreach (var neighbour in neighbours[node])
        {
            neighbours[neighbour].Remove(node);
            neighbours[neighbour].UnionWith(neighbours[node]);
            neighbours[neighbour].Remove(neighbour);
        }

        foreach (var neighbour in neighbours[node])
        {
            queue.Enqueue(neighbour, (neighbours[neighbour].Count, neighbour));
        }
    }
}
