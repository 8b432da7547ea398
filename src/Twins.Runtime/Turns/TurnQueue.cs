namespace Twins.Runtime.Turns;

/// <summary>
/// Runs the code of one grain or observer, one turn at a time. Whoever takes the turn — a caller that finds it idle, or a pool thread —
/// runs continuations first, then requests that may begin beside those that have begun and not ended.
/// </summary>
internal abstract partial class TurnQueue : TurnContext
{
    private readonly Lock _gate = new();
    private ContinuationQueue _continuations;
    private Mailbox _mailbox;
    private RunningRequests _running;
    private Request? _passage;
    private int _exclusiveRequests;
    private Phase _phase;
    private bool _turnTaken;
    private bool _started;

    /// <summary>A queue that is open at once, or after its first request where <paramref name="opening"/> is one.</summary>
    protected TurnQueue(Request? opening)
    {
        _passage = opening;
        _phase = opening is null ? Phase.Open : Phase.Opening;

        // The first request that is offered starts the opening, so that it shares the opening's fate.
        _turnTaken = opening is not null;
        _started = opening is null;
    }

    internal sealed override TurnQueue Queue => this;

    internal sealed override int RequestNumber => _exclusiveRequests;

    internal Phase Phase => _phase;

    /// <summary>The requests that wait.</summary>
    internal int Waiting => _mailbox.Count;

    /// <summary>How much it has to do: 0 where a call would run at once.</summary>
    internal int Load => _mailbox.Count + (_turnTaken ? 1 : 0) + (_running.None ? 0 : 1);

    /// <summary>The request that keeps others from beginning; default where none does.</summary>
    internal RequestId Blocker => _running.HasExclusive ? new RequestId(this, _exclusiveRequests) : default;

    /// <summary>Takes the turn for a request of the current thread, where nothing else runs or waits.</summary>
    internal bool TryEnter(Interleaving interleaving)
    {
        lock (_gate)
        {
            if (_turnTaken || _phase != Phase.Open || !_running.Admits(interleaving)
                || (!_mailbox.IsEmpty && interleaving != Interleaving.Always))
            {
                return false;
            }

            _turnTaken = true;
            CountBegin(interleaving);
            return true;
        }
    }

    /// <summary>Gives the turn back; the request ended with it, or goes on after an <c>await</c>.</summary>
    internal void Leave(Interleaving interleaving, bool ended)
    {
        lock (_gate)
        {
            if (ended)
            {
                _running.End(interleaving);
            }

            _turnTaken = HasWork();
            if (!_turnTaken)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Puts a request into the mailbox.</summary>
    internal Acceptance Offer(Request request, int limit)
    {
        lock (_gate)
        {
            if (_phase == Phase.Closed)
            {
                return Acceptance.Closed;
            }

            if (_mailbox.Count >= limit)
            {
                return Acceptance.Full;
            }

            _mailbox.Enqueue(request);
            if (_started && !TryTakeTurn())
            {
                return Acceptance.Accepted;
            }

            _started = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return Acceptance.Accepted;
    }

    /// <summary>Lets an <c>await</c> go on, on the next turn.</summary>
    internal void Continue(in Continuation continuation)
    {
        lock (_gate)
        {
            _continuations.Enqueue(in continuation);
            if (!TryTakeTurn())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>A request's task is complete.</summary>
    internal void End(Request request, Task outcome)
    {
        bool schedule;
        lock (_gate)
        {
            _running.End(request.Interleaving);
            schedule = TryTakeTurn();
        }

        if (schedule)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        request.Finish(outcome);
    }

    /// <summary>Begins to close: no further request begins, and the last one runs when all that have begun have ended.</summary>
    /// <returns>Whether it was open, and quiet where only that is asked for.</returns>
    internal bool TryClose(Request last, bool onlyIfQuiet)
    {
        lock (_gate)
        {
            if (_phase != Phase.Open || (onlyIfQuiet && (_turnTaken || !_running.None || !_mailbox.IsEmpty)))
            {
                return false;
            }

            _phase = Phase.Closing;
            _passage = last;
            if (!TryTakeTurn())
            {
                return true;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>The first request succeeded: others may begin.</summary>
    protected void Open()
    {
        lock (_gate)
        {
            _phase = Phase.Open;
            if (!TryTakeTurn())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Closes, and hands over the requests that still wait, linked to each other.</summary>
    protected Request? Close()
    {
        lock (_gate)
        {
            _phase = Phase.Closed;
            return _mailbox.TakeAll();
        }
    }

    private Request? TakeRequest()
    {
        if (_phase == Phase.Open)
        {
            Request? request;
            do
            {
                request = _mailbox.TakeAdmissible(in _running);
            }
            while (request is { IsAbandoned: true });

            if (request is not null)
            {
                CountBegin(request.Interleaving);
            }

            return request;
        }

        if (_passage is null || !_running.None)
        {
            return null;
        }

        (var taken, _passage) = (_passage, null);
        CountBegin(taken.Interleaving);
        return taken;
    }

    private void CountBegin(Interleaving interleaving)
    {
        _running.Begin(interleaving);
        if (interleaving == Interleaving.None)
        {
            _exclusiveRequests++;
        }
    }

    private bool TryTakeTurn() => !_turnTaken && (_turnTaken = HasWork());

    private bool HasWork() => !_continuations.IsEmpty || _phase switch
    {
        Phase.Open => _mailbox.HasAdmissible(in _running),
        Phase.Closed => false,
        _ => _passage is not null && _running.None,
    };
}
