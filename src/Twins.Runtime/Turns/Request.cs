namespace Twins.Runtime.Turns;

/// <summary>Something that a grain is to do: a call, a timer's tick, a stream's events, its own beginning and end.</summary>
internal abstract class Request
{
    private Task? _outcome;
    private TurnQueue? _owner;
    private Action? _onOutcome;

    /// <summary>The request behind this one in the mailbox.</summary>
    internal Request? Next { get; set; }

    internal abstract Interleaving Interleaving { get; }

    /// <summary>Whether nobody waits for it any longer, so that it need not begin.</summary>
    internal virtual bool IsAbandoned => false;

    /// <summary>What flows from the caller: request context, trace. Null for none.</summary>
    internal virtual ExecutionContext? Flow => null;

    /// <summary>Begins it, on a turn of its grain.</summary>
    internal abstract Task Run(TurnContext context);

    /// <summary>Its task is complete and the grain is free for the next request.</summary>
    internal abstract void Finish(Task outcome);

    /// <summary>It will never begin.</summary>
    internal abstract void Refuse(Exception reason);

    /// <summary>Has the queue told when the request's task is complete.</summary>
    internal void FinishAfter(TurnQueue queue, Task task)
    {
        _owner = queue;
        _outcome = task;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onOutcome ??= OnOutcome);
    }

    private void OnOutcome()
    {
        var task = _outcome!;
        _outcome = null;
        _owner!.End(this, task);
    }
}
