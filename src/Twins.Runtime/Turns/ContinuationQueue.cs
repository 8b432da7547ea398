namespace Twins.Runtime.Turns;

/// <summary>Continuations in their order. Most grains have at most one waiting, which then needs no object.</summary>
internal struct ContinuationQueue
{
    private Continuation _first;
    private Queue<Continuation>? _rest;

    internal readonly bool IsEmpty => _first.Callback is null;

    internal void Enqueue(in Continuation continuation)
    {
        if (IsEmpty)
        {
            _first = continuation;
        }
        else
        {
            (_rest ??= new Queue<Continuation>(4)).Enqueue(continuation);
        }
    }

    internal bool TryDequeue(out Continuation continuation)
    {
        continuation = _first;
        if (IsEmpty)
        {
            return false;
        }

        _first = default;
        _rest?.TryDequeue(out _first);
        return true;
    }
}
