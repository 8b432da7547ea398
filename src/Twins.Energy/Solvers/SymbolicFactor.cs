namespace Twins.Energy.Solvers;

/// <summary>
/// Where the entries of the factor lie: order, supernodes (columns with the same pattern below), and one dense
/// column-major panel per supernode. Valid for every matrix with the analysed pattern.
/// </summary>
internal sealed class SymbolicFactor
{
    private SymbolicFactor(int[] order, int[] positions, int[] firstColumns, int[] rowStarts, int[] rows)
    {
        (Order, Positions, FirstColumns, RowStarts, Rows) = (order, positions, firstColumns, rowStarts, rows);
        SupernodeOf = new int[order.Length];
        PanelStarts = new int[firstColumns.Length];
        long length = 0;
        for (int s = 0; s < SupernodeCount; s++)
        {
            PanelStarts[s] = checked((int)length);
            length += (long)HeightOf(s) * WidthOf(s);
            SupernodeOf.AsSpan(firstColumns[s], WidthOf(s)).Fill(s);
            MaxHeight = Math.Max(MaxHeight, HeightOf(s));
        }

        PanelStarts[SupernodeCount] = checked((int)length);
    }

    public int Size => Order.Length;

    public int SupernodeCount => FirstColumns.Length - 1;

    /// <summary>Position → node.</summary>
    public int[] Order { get; }

    /// <summary>Node → position.</summary>
    public int[] Positions { get; }

    /// <summary>First column of each supernode, and the size at the end.</summary>
    public int[] FirstColumns { get; }

    public int[] RowStarts { get; }

    /// <summary>Ascending row positions of each panel; its own columns come first.</summary>
    public int[] Rows { get; }

    /// <summary>Start of each panel in the value array, and the total length at the end.</summary>
    public int[] PanelStarts { get; }

    public int[] SupernodeOf { get; }

    public int MaxHeight { get; }

    /// <summary>Stored entries of the factor, with the few explicit zeros of the panels.</summary>
    public int EntryCount => PanelStarts[SupernodeCount];

    public static SymbolicFactor Analyse(AdjacencyGraph graph)
    {
        int[] order = ApproximateMinimumDegree.Order(graph);
        int[] parents = EliminationTree.Parents(graph, order, Inverse(order));
        int[] postorder = EliminationTree.Postorder(parents);
        int[] inversePostorder = Inverse(postorder);
        order = Array.ConvertAll(postorder, k => order[k]);
        parents = Array.ConvertAll(postorder, k => parents[k] < 0 ? -1 : inversePostorder[parents[k]]);
        int[] positions = Inverse(order);
        int[] counts = EliminationTree.ColumnCounts(graph, order, positions, parents);
        int[] firstColumns = Supernodes.Partition(parents, counts);
        (int[] rowStarts, int[] rows) = SupernodeRows.Find(graph, order, positions, firstColumns);
        return new SymbolicFactor(order, positions, firstColumns, rowStarts, rows);
    }

    public int WidthOf(int supernode) => FirstColumns[supernode + 1] - FirstColumns[supernode];

    public int HeightOf(int supernode) => RowStarts[supernode + 1] - RowStarts[supernode];

    public ReadOnlySpan<int> RowsOf(int supernode) => Rows.AsSpan(RowStarts[supernode], HeightOf(supernode));

    /// <summary>Index in the value array of the lower-triangle entry between two nodes.</summary>
    public int PlaceOf(int firstNode, int secondNode)
    {
        int column = Math.Min(Positions[firstNode], Positions[secondNode]);
        int row = Math.Max(Positions[firstNode], Positions[secondNode]);
        int supernode = SupernodeOf[column];
        int offset = RowsOf(supernode).BinarySearch(row);
        return PanelStarts[supernode] + ((column - FirstColumns[supernode]) * HeightOf(supernode)) + offset;
    }

    private static int[] Inverse(int[] order)
    {
        int[] inverse = new int[order.Length];
        for (int k = 0; k < order.Length; k++)
        {
            inverse[order[k]] = k;
        }

        return inverse;
    }
}

/// <summary>Groups consecutive columns of (nearly) the same pattern, so that the factor is worked on in dense panels.</summary>
internal static class Supernodes
{
    /// <summary>A panel of this width and a few hundred rows still fits the second-level cache.</summary>
    private const int MaxWidth = 48;

    /// <summary>Explicit zeros that a merger may bring: always this many, or this share of the merged panel.</summary>
    private const int FreeZeros = 16;
    private const double ZeroShare = 0.12;

    /// <summary>First column of every supernode, and the number of columns at the end.</summary>
    public static int[] Partition(int[] parents, int[] counts)
    {
        List<int> starts = [];
        int column = 0;
        while (column < parents.Length)
        {
            starts.Add(column);
            column = EndOf(column, parents, counts);
        }

        starts.Add(parents.Length);
        return [.. starts];
    }

    private static int EndOf(int first, int[] parents, int[] counts)
    {
        long entries = counts[first];
        int end = first + 1;
        while (end < parents.Length && end - first < MaxWidth && parents[end - 1] == end)
        {
            // Merged, every column of the panel reaches down to the rows of its last column.
            int width = end - first + 1;
            long height = width - 1 + counts[end];
            long panel = (height * width) - ((long)width * (width - 1) / 2);
            long zeros = panel - entries - counts[end];
            if (zeros > FreeZeros && zeros > ZeroShare * panel)
            {
                break;
            }

            entries += counts[end];
            end++;
        }

        return end;
    }
}

/// <summary>Row pattern of each supernode: its own columns, the matrix entries below, and what its children pass on.</summary>
internal static class SupernodeRows
{
    public static (int[] Starts, int[] Rows) Find(AdjacencyGraph graph, int[] order, int[] positions, int[] firstColumns)
    {
        int supernodeCount = firstColumns.Length - 1;
        int[] supernodeOf = new int[order.Length];
        int[] firstChild = new int[supernodeCount];
        int[] sibling = new int[supernodeCount];
        int[] reached = new int[order.Length];
        Array.Fill(firstChild, -1);
        Array.Fill(reached, -1);
        for (int s = 0; s < supernodeCount; s++)
        {
            supernodeOf.AsSpan(firstColumns[s], firstColumns[s + 1] - firstColumns[s]).Fill(s);
        }

        int[] starts = new int[supernodeCount + 1];
        List<int> rows = [];
        for (int s = 0; s < supernodeCount; s++)
        {
            int end = firstColumns[s + 1];
            for (int column = firstColumns[s]; column < end; column++)
            {
                rows.Add(column);
            }

            int below = rows.Count;
            AddMatrixRows(graph, order, positions, firstColumns[s], end, s, reached, rows);
            for (int child = firstChild[s]; child >= 0; child = sibling[child])
            {
                for (int p = starts[child]; p < starts[child + 1]; p++)
                {
                    AddRow(rows[p], end, s, reached, rows);
                }
            }

            rows.Sort(below, rows.Count - below, null);
            starts[s + 1] = rows.Count;
            if (rows.Count > below)
            {
                int parent = supernodeOf[rows[below]];
                sibling[s] = firstChild[parent];
                firstChild[parent] = s;
            }
        }

        return (starts, [.. rows]);
    }

    private static void AddMatrixRows(
        AdjacencyGraph graph, int[] order, int[] positions, int first, int end, int supernode, int[] reached, List<int> rows)
    {
        for (int column = first; column < end; column++)
        {
            foreach (int neighbour in graph.Of(order[column]))
            {
                AddRow(positions[neighbour], end, supernode, reached, rows);
            }
        }
    }

    private static void AddRow(int row, int end, int supernode, int[] reached, List<int> rows)
    {
        if (row >= end && reached[row] != supernode)
        {
            reached[row] = supernode;
            rows.Add(row);
        }
    }
}
