namespace Twins.Energy.Solvers;

/// <summary>
/// Fill-reducing order of a symmetric pattern by approximate minimum degree on the quotient graph
/// (Amestoy, Davis, Duff: An approximate minimum degree ordering algorithm, SIAM J. Matrix Anal. Appl. 17 (1996), Algorithm 2),
/// with element absorption, mass elimination and merging of indistinguishable nodes.
/// </summary>
/// <remarks>
/// New elements are appended to a growing list instead of being garbage-collected in place: their total length is the
/// length of the compressed factor, which must be stored anyway.
/// </remarks>
internal sealed class ApproximateMinimumDegree
{
    private readonly int _count;
    private readonly QuotientGraph _graph;
    private readonly DegreeLists _degrees;
    private readonly EliminationOrder _order;
    private readonly long[] _mark;
    private readonly int[] _bucketHead;
    private readonly int[] _bucketNext;
    private readonly int[] _bucketOf;
    private long _stamp = 1;
    private int _eliminated;

    private ApproximateMinimumDegree(AdjacencyGraph graph)
    {
        _count = graph.Count;
        _graph = new QuotientGraph(graph);
        _degrees = new DegreeLists(_count);
        _order = new EliminationOrder(_count);
        _mark = new long[_count];
        _bucketHead = new int[Math.Max(1, _count)];
        _bucketNext = new int[_count];
        _bucketOf = new int[_count];
        Array.Fill(_bucketHead, -1);
        for (int node = 0; node < _count; node++)
        {
            _degrees.Insert(node, graph.Of(node).Length);
        }
    }

    /// <summary>The order: position → node.</summary>
    public static int[] Order(AdjacencyGraph graph)
    {
        var algorithm = new ApproximateMinimumDegree(graph);
        while (algorithm._eliminated < algorithm._count)
        {
            algorithm.EliminateNext();
        }

        return algorithm._order.ToArray();
    }

    private void EliminateNext()
    {
        int pivot = _degrees.DequeueMin();
        _order.AppendPivot(pivot);
        _eliminated += _graph.WeightOf(pivot);
        int elementWeight = _graph.FormElement(pivot, _degrees);
        MeasureOutside(pivot);
        elementWeight -= UpdateMembers(pivot);
        _stamp += _count + 1;
        MergeIndistinguishable(pivot);
        Finish(pivot, elementWeight);
    }

    /// <summary>For every element e that meets the new one, leaves |Le \ Lp| in its mark (above the stamp).</summary>
    private void MeasureOutside(int pivot)
    {
        _stamp += _count + 1;
        foreach (int node in _graph.MembersOf(pivot))
        {
            int weight = _graph.WeightOf(node);
            foreach (int element in _graph.ElementsOf(node))
            {
                if (_graph.IsElement(element))
                {
                    long known = _mark[element] >= _stamp ? _mark[element] : _stamp + _graph.ElementWeight(element);
                    _mark[element] = known - weight;
                }
            }
        }
    }

    /// <summary>Prunes every member's lists and bounds its degree; returns the weight that could be eliminated with the pivot.</summary>
    private int UpdateMembers(int pivot)
    {
        int massEliminated = 0;
        foreach (int node in _graph.MembersOf(pivot))
        {
            int outside = _graph.Prune(node, pivot, _mark, _stamp, out uint hash);
            if (outside == 0)
            {
                massEliminated += _graph.WeightOf(node);
                _order.Join(pivot, node);
                _graph.Kill(node);
                continue;
            }

            _graph.BoundOutside(node, Math.Min(_degrees.DegreeOf(node), outside));
            int bucket = (int)(hash % (uint)_count);
            _bucketOf[node] = bucket;
            _bucketNext[node] = _bucketHead[bucket];
            _bucketHead[bucket] = node;
        }

        _eliminated += massEliminated;
        return massEliminated;
    }

    private void MergeIndistinguishable(int pivot)
    {
        foreach (int member in _graph.MembersOf(pivot))
        {
            if (!_graph.IsVariable(member) || _bucketHead[_bucketOf[member]] < 0)
            {
                continue;
            }

            int node = _bucketHead[_bucketOf[member]];
            _bucketHead[_bucketOf[member]] = -1;
            for (; node >= 0 && _bucketNext[node] >= 0; node = _bucketNext[node])
            {
                MergeTwins(node);
            }
        }
    }

    private void MergeTwins(int node)
    {
        _stamp++;
        foreach (int item in _graph.ListOf(node))
        {
            _mark[item] = _stamp;
        }

        int previous = node;
        for (int other = _bucketNext[node]; other >= 0; other = _bucketNext[other])
        {
            if (_graph.HaveSameList(node, other, _mark, _stamp))
            {
                _graph.Merge(node, other);
                _order.Join(node, other);
                _bucketNext[previous] = _bucketNext[other];
            }
            else
            {
                previous = other;
            }
        }
    }

    private void Finish(int pivot, int elementWeight)
    {
        _graph.DropDeadMembers(pivot, elementWeight);
        foreach (int node in _graph.MembersOf(pivot))
        {
            int weight = _graph.WeightOf(node);
            int degree = Math.Min(_graph.OutsideOf(node) + elementWeight - weight, _count - _eliminated - weight);
            _degrees.Insert(node, Math.Max(0, degree));
        }
    }
}

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

    public int DequeueMin()
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
