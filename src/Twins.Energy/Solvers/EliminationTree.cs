namespace Twins.Energy.Solvers;

/// <summary>
/// Elimination tree of a permuted symmetric pattern (Liu: The role of elimination trees in sparse factorization,
/// SIAM J. Matrix Anal. Appl. 11 (1990)), with its postorder and the factor's column counts.
/// </summary>
internal static class EliminationTree
{
    /// <summary>Parent of each position, −1 at a root.</summary>
    public static int[] Parents(AdjacencyGraph graph, int[] order, int[] positions)
    {
        int[] parent = new int[order.Length];
        int[] ancestor = new int[order.Length];
        for (int column = 0; column < order.Length; column++)
        {
            parent[column] = -1;
            ancestor[column] = -1;
            foreach (int neighbour in graph.Of(order[column]))
            {
                int node = positions[neighbour];
                while (node >= 0 && node < column)
                {
                    int next = ancestor[node];
                    ancestor[node] = column;
                    if (next < 0)
                    {
                        parent[node] = column;
                    }

                    node = next;
                }
            }
        }

        return parent;
    }

    /// <summary>Children before parents, each subtree contiguous: new position → old position.</summary>
    public static int[] Postorder(int[] parent)
    {
        int count = parent.Length;
        int[] firstChild = new int[count];
        int[] sibling = new int[count];
        Array.Fill(firstChild, -1);
        for (int node = count - 1; node >= 0; node--)
        {
            if (parent[node] >= 0)
            {
                sibling[node] = firstChild[parent[node]];
                firstChild[parent[node]] = node;
            }
        }

        int[] postorder = new int[count];
        var path = new Stack<int>();
        int position = 0;
        for (int root = 0; root < count; root++)
        {
            if (parent[root] >= 0)
            {
                continue;
            }

            path.Push(root);
            while (path.TryPeek(out int node))
            {
                int child = firstChild[node];
                if (child >= 0)
                {
                    firstChild[node] = sibling[child];
                    path.Push(child);
                }
                else
                {
                    postorder[position++] = path.Pop();
                }
            }
        }

        return postorder;
    }

    /// <summary>Entries of each column of the factor, the diagonal included.</summary>
    public static int[] ColumnCounts(AdjacencyGraph graph, int[] order, int[] positions, int[] parent)
    {
        int[] counts = new int[order.Length];
        int[] reached = new int[order.Length];
        for (int row = 0; row < order.Length; row++)
        {
            counts[row]++;
            reached[row] = row;
            foreach (int neighbour in graph.Of(order[row]))
            {
                for (int node = positions[neighbour]; node < row && reached[node] != row; node = parent[node])
                {
                    reached[node] = row;
                    counts[node]++;
                }
            }
        }

        return counts;
    }
}

/// <summary>Pivots in order, each with the nodes that were merged into it.</summary>
internal sealed class EliminationOrder
{
    private readonly List<int> _pivots = [];
    private readonly int[] _next;
    private readonly int[] _tail;

    public EliminationOrder(int count)
    {
        _next = new int[count];
        _tail = new int[count];
        Array.Fill(_next, -1);
        for (int node = 0; node < count; node++)
        {
            _tail[node] = node;
        }
    }

    public void AppendPivot(int node) => _pivots.Add(node);

    /// <summary>The second node, with all that joined it, follows the first.</summary>
    public void Join(int first, int second)
    {
        _next[_tail[first]] = second;
        _tail[first] = _tail[second];
    }

    public int[] ToArray()
    {
        int[] order = new int[_next.Length];
        int position = 0;
        foreach (int pivot in _pivots)
        {
            for (int node = pivot; node >= 0; node = _next[node])
            {
                order[position++] = node;
            }
        }

        return order;
    }
}
