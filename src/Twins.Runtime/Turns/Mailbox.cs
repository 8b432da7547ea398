namespace Twins.Runtime.Turns;

/// <summary>Requests that wait, in their order of arrival, linked through themselves.</summary>
internal struct Mailbox
{
    private Request? _head;
    private Request? _tail;
    private int _interleaving;

    internal int Count { get; private set; }

    internal readonly bool IsEmpty => _head is null;

    internal void Enqueue(Request request)
    {
        request.Next = null;
        if (_tail is null)
        {
            _head = request;
        }
        else
        {
            _tail.Next = request;
        }

        _tail = request;
        Count++;
        _interleaving += request.Interleaving == Interleaving.None ? 0 : 1;
    }

    /// <summary>Whether a request may begin beside those that run.</summary>
    internal readonly bool HasAdmissible(in RunningRequests running)
    {
        if (_head is null || running.Admits(_head.Interleaving))
        {
            return _head is not null;
        }

        return _interleaving > 0 && FindAdmissible(in running, out _) is not null;
    }

    /// <summary>Takes the first request that may begin beside those that run; an interleaving one overtakes those that have to wait.</summary>
    internal Request? TakeAdmissible(in RunningRequests running)
    {
        Request? before = null;
        var found = _head is not null && (running.Admits(_head.Interleaving) || _interleaving == 0)
            ? (running.Admits(_head.Interleaving) ? _head : null)
            : FindAdmissible(in running, out before);
        if (found is not null)
        {
            Remove(found, before);
        }

        return found;
    }

    /// <summary>Empties the mailbox; the requests stay linked.</summary>
    internal Request? TakeAll()
    {
        var all = _head;
        _head = _tail = null;
        Count = _interleaving = 0;
        return all;
    }

    private readonly Request? FindAdmissible(in RunningRequests running, out Request? before)
    {
        before = null;
        var request = _head;
        while (request is not null && !running.Admits(request.Interleaving))
        {
            before = request;
            request = request.Next;
        }

        return request;
    }

    private void Remove(Request request, Request? before)
    {
        if (before is null)
        {
            _head = request.Next;
        }
        else
        {
            before.Next = request.Next;
        }

        _tail = ReferenceEquals(_tail, request) ? before : _tail;
        request.Next = null;
        Count--;
        _interleaving -= request.Interleaving == Interleaving.None ? 0 : 1;
    }
}
