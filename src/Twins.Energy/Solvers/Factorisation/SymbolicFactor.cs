using Twins.Energy.Solvers.Ordering;

namespace Twins.Energy.Solvers.Factorisation;

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
            LargestHeight = Math.Max(LargestHeight, HeightOf(s));
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

    public int LargestHeight { get; }

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
