namespace Twins.Runtime.Turns;

/// <summary>Continuations in their order. Most grains have at most one waiting, which then needs no object.</summary>
internal struct ContinuationQueue
{
    private Continuation first;
    private Queue<Continuation>? rest;

    internal readonly bool IsEmpty => first.Callback is null;

    internal void Enqueue(in Continuation continuation)
    {
        if (IsEmpty)
        {
            first = continuation;
        }
        else
        {
            (rest ??= new Queue<Continuation>(4)).Enqueue(continuation);
        }
    }

    internal bool TryDequeue(out Continuation continuation)
    {
        continuation = first;
        if (IsEmpty)
        {
            return false;
        }

        first = default;
        rest?.TryDequeue(out first);
        return true;
    }
}
