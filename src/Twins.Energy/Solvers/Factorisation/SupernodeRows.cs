using Twins.Energy.Solvers.Ordering;

namespace Twins.Energy.Solvers.Factorisation;

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
