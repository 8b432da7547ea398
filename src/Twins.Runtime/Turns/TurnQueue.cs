namespace Twins.Runtime.Turns;

/// <summary>
/// Runs the code of one grain or observer, one turn at a time. Whoever takes the turn — a caller that finds it idle, or a pool thread —
/// runs continuations first, then requests that may begin beside those that have begun and not ended.
/// </summary>
internal abstract partial class TurnQueue : TurnContext
{
    private readonly Lock gate = new();
    private ContinuationQueue continuations;
    private Mailbox mailbox;
    private RunningRequests running;
    private Request? passage;
    private int exclusiveRequests;
    private Phase phase;
    private bool turnTaken;
    private bool started;

    /// <summary>A queue that is open at once, or after its first request where <paramref name="opening"/> is one.</summary>
    protected TurnQueue(Request? opening)
    {
        passage = opening;
        phase = opening is null ? Phase.Open : Phase.Opening;

        // The first request that is offered starts the opening, so that it shares the opening's fate.
        turnTaken = opening is not null;
        started = opening is null;
    }

    internal sealed override TurnQueue Queue => this;

    internal sealed override int RequestNumber => exclusiveRequests;

    internal Phase Phase => phase;

    /// <summary>The requests that wait.</summary>
    internal int Waiting => mailbox.Count;

    /// <summary>How much it has to do: 0 where a call would run at once.</summary>
    internal int Load => mailbox.Count + (turnTaken ? 1 : 0) + (running.None ? 0 : 1);

    /// <summary>The request that keeps others from beginning; default where none does.</summary>
    internal RequestId Blocker => running.HasExclusive ? new RequestId(this, exclusiveRequests) : default;

    /// <summary>Takes the turn for a request of the current thread, where nothing else runs or waits.</summary>
    internal bool TryEnter(Interleaving interleaving)
    {
        lock (gate)
        {
            if (turnTaken || phase != Phase.Open || !running.Admits(interleaving)
                || (!mailbox.IsEmpty && interleaving != Interleaving.Always))
            {
                return false;
            }

            turnTaken = true;
            CountBegin(interleaving);
            return true;
        }
    }

    /// <summary>Gives the turn back; the request ended with it, or goes on after an <c>await</c>.</summary>
    internal void Leave(Interleaving interleaving, bool ended)
    {
        lock (gate)
        {
            if (ended)
            {
                running.End(interleaving);
            }

            turnTaken = HasWork();
            if (!turnTaken)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Puts a request into the mailbox.</summary>
    internal Acceptance Offer(Request request, int limit)
    {
        lock (gate)
        {
            if (phase == Phase.Closed)
            {
                return Acceptance.Closed;
            }

            if (mailbox.Count >= limit)
            {
                return Acceptance.Full;
            }

            mailbox.Enqueue(request);
            if (started && !TryTakeTurn())
            {
                return Acceptance.Accepted;
            }

            started = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return Acceptance.Accepted;
    }

    /// <summary>Lets an <c>await</c> go on, on the next turn.</summary>
    internal void Continue(in Continuation continuation)
    {
        lock (gate)
        {
            continuations.Enqueue(in continuation);
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
        lock (gate)
        {
            running.End(request.Interleaving);
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
        lock (gate)
        {
            if (phase != Phase.Open || (onlyIfQuiet && (turnTaken || !running.None || !mailbox.IsEmpty)))
            {
                return false;
            }

            phase = Phase.Closing;
            passage = last;
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
        lock (gate)
        {
            phase = Phase.Open;
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
        lock (gate)
        {
            phase = Phase.Closed;
            return mailbox.TakeAll();
        }
    }

    private Request? TakeRequest()
    {
        if (phase == Phase.Open)
        {
            Request? request;
            do
            {
                request = mailbox.TakeAdmissible(in running);
            }
            while (request is { IsAbandoned: true });

            if (request is not null)
            {
                CountBegin(request.Interleaving);
            }

            return request;
        }

        if (passage is null || !running.None)
        {
            return null;
        }

        (var taken, passage) = (passage, null);
        CountBegin(taken.Interleaving);
        return taken;
    }

    private void CountBegin(Interleaving interleaving)
    {
        running.Begin(interleaving);
        if (interleaving == Interleaving.None)
        {
            exclusiveRequests++;
        }
    }

    private bool TryTakeTurn() => !turnTaken && (turnTaken = HasWork());

    private bool HasWork() => !continuations.IsEmpty || phase switch
    {
        Phase.Open => mailbox.HasAdmissible(in running),
        Phase.Closed => false,
        _ => passage is not null && running.None,
    };
}
