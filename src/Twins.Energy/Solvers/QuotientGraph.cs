namespace Twins.Energy.Solvers;

/// <summary>
/// The graph under elimination: a live node lists the elements (eliminated pivots) and then the variables it meets; an
/// element lists its members. A node's weight counts the original nodes merged into it.
/// </summary>
internal sealed class QuotientGraph
{
    private const byte Variable = 0;
    private const byte Element = 1;
    private const byte Dead = 2;
    private readonly byte[] _state;
    private readonly int[] _start;
    private readonly int[] _elementCount;
    private readonly int[] _length;
    private readonly int[] _weight;
    private readonly int[] _outside;
    private readonly int[] _memberOf;
    private int[] _list;
    private int _end;

    public QuotientGraph(AdjacencyGraph graph)
    {
        int count = graph.Count;
        _state = new byte[count];
        _start = graph.Starts[..count];
        _elementCount = new int[count];
        _length = new int[count];
        _weight = new int[count];
        _outside = new int[count];
        _memberOf = new int[count];
        _end = graph.Neighbours.Length;
        _list = new int[_end + (_end / 2) + count];
        graph.Neighbours.CopyTo(_list, 0);
        Array.Fill(_weight, 1);
        Array.Fill(_memberOf, -1);
        for (int node = 0; node < count; node++)
        {
            _length[node] = graph.Of(node).Length;
        }
    }

    public bool IsVariable(int node) => _state[node] == Variable;

    public bool IsElement(int node) => _state[node] == Element;

    public int WeightOf(int node) => _weight[node];

    /// <summary>Weight of an element's members (kept where a variable keeps its outside degree).</summary>
    public int ElementWeight(int element) => _outside[element];

    public int OutsideOf(int node) => _outside[node];

    public void BoundOutside(int node, int bound) => _outside[node] = bound;

    public void Kill(int node)
    {
        _state[node] = Dead;
        _weight[node] = 0;
    }

    public ReadOnlySpan<int> MembersOf(int element) => _list.AsSpan(_start[element], _length[element]);

    public ReadOnlySpan<int> ListOf(int node) => _list.AsSpan(_start[node], _length[node]);

    public ReadOnlySpan<int> ElementsOf(int node) => _list.AsSpan(_start[node], _elementCount[node]);

    /// <summary>Turns the pivot into an element of all that it meets, absorbing its elements; returns the members' weight.</summary>
    public int FormElement(int pivot, DegreeLists degrees)
    {
        Reserve(pivot);
        int start = _end;
        int weight = 0;
        _memberOf[pivot] = pivot;
        for (int k = 0; k < _length[pivot]; k++)
        {
            int item = _list[_start[pivot] + k];
            if (k >= _elementCount[pivot])
            {
                weight += AddMember(pivot, item, degrees);
            }
            else if (_state[item] == Element)
            {
                for (int p = _start[item]; p < _start[item] + _length[item]; p++)
                {
                    weight += AddMember(pivot, _list[p], degrees);
                }

                _state[item] = Dead;
            }
        }

        _state[pivot] = Element;
        _start[pivot] = start;
        _length[pivot] = _end - start;
        _elementCount[pivot] = 0;
        _outside[pivot] = weight;
        return weight;
    }

    /// <summary>
    /// Rewrites a member's lists: live elements not contained in the new one, the new one, and live variables outside it.
    /// Returns the weight outside the new element (an upper bound), and a hash of the new lists.
    /// </summary>
    public int Prune(int node, int pivot, long[] mark, long stamp, out uint hash)
    {
        int start = _start[node];
        int write = start;
        int outside = 0;
        hash = (uint)pivot;
        for (int k = 0; k < _elementCount[node]; k++)
        {
            int element = _list[start + k];
            if (_state[element] != Element)
            {
                continue;
            }

            int beyond = (int)(mark[element] - stamp);
            if (beyond == 0)
            {
                _state[element] = Dead; // aggressive absorption: it lies wholly inside the new element
                continue;
            }

            outside += beyond;
            hash += (uint)element;
            _list[write++] = element;
        }

        int firstVariable = write;
        for (int k = _elementCount[node]; k < _length[node]; k++)
        {
            int other = _list[start + k];
            if (_state[other] == Variable && _memberOf[other] != pivot)
            {
                outside += _weight[other];
                hash += (uint)other;
                _list[write++] = other;
            }
        }

        // At least the pivot, or one element that it absorbed, has left the list: there is room for the new element.
        _list[write] = _list[firstVariable];
        _list[firstVariable] = pivot;
        _elementCount[node] = firstVariable - start + 1;
        _length[node] = write - start + 1;
        return outside;
    }

    public bool HaveSameList(int node, int other, long[] mark, long stamp)
    {
        if (_length[node] != _length[other] || _elementCount[node] != _elementCount[other])
        {
            return false;
        }

        foreach (int item in ListOf(other))
        {
            if (mark[item] != stamp)
            {
                return false;
            }
        }

        return true;
    }

    public void Merge(int node, int other)
    {
        _weight[node] += _weight[other];
        Kill(other);
    }

    public void DropDeadMembers(int element, int weight)
    {
        int start = _start[element];
        int write = start;
        for (int p = start; p < start + _length[element]; p++)
        {
            if (_state[_list[p]] == Variable)
            {
                _list[write++] = _list[p];
            }
        }

        _length[element] = write - start;
        _outside[element] = weight;
        _end = write;
        if (write == start)
        {
            _state[element] = Dead;
        }
    }

    private int AddMember(int pivot, int node, DegreeLists degrees)
    {
        if (_state[node] != Variable || _memberOf[node] == pivot)
        {
            return 0;
        }

        _memberOf[node] = pivot;
        _list[_end++] = node;
        degrees.Remove(node);
        return _weight[node];
    }

    private void Reserve(int pivot)
    {
        long need = _end + (long)_length[pivot];
        foreach (int element in ElementsOf(pivot))
        {
            need += _length[element];
        }

        if (need > _list.Length)
        {
            Array.Resize(ref _list, checked((int)Math.Max(need, 2L * _list.Length)));
        }
    }
}

/// <summary>Pattern of a symmetric matrix without its diagonal; each edge stands in both nodes' lists.</summary>
internal sealed class AdjacencyGraph(int[] starts, int[] neighbours)
{
    public int Count => Starts.Length - 1;

    public int[] Starts { get; } = starts;

    public int[] Neighbours { get; } = neighbours;

    public ReadOnlySpan<int> Of(int node) => Neighbours.AsSpan(Starts[node], Starts[node + 1] - Starts[node]);
}
