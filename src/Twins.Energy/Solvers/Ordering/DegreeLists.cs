namespace Twins.Energy.Solvers.Ordering;

/// <summary>Nodes in doubly linked lists by degree, with the least degree at hand.</summary>
internal sealed class DegreeLists
{
    private const int None = -1;
    private readonly int[] _head;
    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _degree;
    private int _least;

    public DegreeLists(int count)
    {
        _head = new int[count + 1];
        _next = new int[count];
        _previous = new int[count];
        _degree = new int[count];
        Array.Fill(_head, None);
    }

    public int DegreeOf(int node) => _degree[node];

    public void Insert(int node, int degree)
    {
        _degree[node] = degree;
        _previous[node] = None;
        _next[node] = _head[degree];
        if (_head[degree] != None)
        {
            _previous[_head[degree]] = node;
        }

        _head[degree] = node;
        _least = Math.Min(_least, degree);
    }

    public void Remove(int node)
    {
        if (_previous[node] == None)
        {
            _head[_degree[node]] = _next[node];
        }
        else
        {
            _next[_previous[node]] = _next[node];
        }

        if (_next[node] != None)
        {
            _previous[_next[node]] = _previous[node];
        }
    }

    public int TakeLeast()
    {
        while (_head[_least] == None)
        {
            _least++;
        }

        int node = _head[_least];
        Remove(node);
        return node;
    }
}
