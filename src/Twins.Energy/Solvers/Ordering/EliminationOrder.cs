namespace Twins.Energy.Solvers.Ordering;

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
