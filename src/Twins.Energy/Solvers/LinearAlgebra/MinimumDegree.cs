namespace Twins.Energy.Solvers.LinearAlgebra;

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
