namespace Twins.Runtime.Turns;

/// <summary>Requests that wait, in their order of arrival, linked through themselves.</summary>
internal struct Mailbox
{
    private Request? head;
    private Request? tail;
    private int interleaving;

    internal int Count { get; private set; }

    internal readonly bool IsEmpty => head is null;

    internal void Enqueue(Request request)
    {
        request.Next = null;
        if (tail is null)
        {
            head = request;
        }
        else
        {
            tail.Next = request;
        }

        tail = request;
        Count++;
        interleaving += request.Interleaving == Interleaving.None ? 0 : 1;
    }

    /// <summary>Whether a request may begin beside those that run.</summary>
    internal readonly bool HasAdmissible(in RunningRequests running)
    {
        if (head is null || running.Admits(head.Interleaving))
        {
            return head is not null;
        }

        return interleaving > 0 && FindAdmissible(in running, out _) is not null;
    }

    /// <summary>Takes the first request that may begin beside those that run; an interleaving one overtakes those that have to wait.</summary>
    internal Request? TakeAdmissible(in RunningRequests running)
    {
        Request? before = null;
        var found = head is not null && (running.Admits(head.Interleaving) || interleaving == 0)
            ? (running.Admits(head.Interleaving) ? head : null)
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
        var all = head;
        head = tail = null;
        Count = interleaving = 0;
        return all;
    }

    private readonly Request? FindAdmissible(in RunningRequests running, out Request? before)
    {
        before = null;
        var request = head;
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
            head = request.Next;
        }
        else
        {
            before.Next = request.Next;
        }

        tail = ReferenceEquals(tail, request) ? before : tail;
        request.Next = null;
        Count--;
        interleaving -= request.Interleaving == Interleaving.None ? 0 : 1;
    }
}
