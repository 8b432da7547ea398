using System.Runtime.CompilerServices;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Calls;

/// <summary>A call that somebody waits for: it has a deadline, and a place among the calls that are watched until then.</summary>
internal abstract class PendingCall : Request
{
    private protected PendingCall(GrainMethod method, TurnQueue target, Interleaving interleaving, RequestId caller)
    {
        Method = method;
        Target = target;
        Interleaving = interleaving;
        Caller = caller;
    }

    internal GrainMethod Method { get; }

    /// <summary>The activation or observer that is to run it; another one where the first closed before.</summary>
    internal TurnQueue Target { get; set; }

    internal override Interleaving Interleaving { get; }

    /// <summary>The request that made the call; default where no grain did.</summary>
    internal RequestId Caller { get; }

    /// <summary>The request that the call became; default while it waits.</summary>
    internal RequestId Callee { get; private protected set; }

    /// <summary>When it was made, in timestamps of the engine's clock.</summary>
    internal long MadeAt { get; set; }

    internal PendingCall? Earlier { get; set; }

    internal PendingCall? Later { get; set; }

    internal int Shard { get; set; } = -1;

    /// <summary>Gives the caller an exception instead of the outcome, unless it has either already.</summary>
    internal abstract bool TryFail(Exception exception);

    internal sealed override void Refuse(Exception reason) => TryFail(reason);

    internal string Describe() =>
        $"{Method} on {Target} ({(Callee.Context is null ? $"waiting among {Target.Waiting}" : "running")})";
}

/// <summary>A pending call with the promise that its caller holds.</summary>
/// <typeparam name="TResult">The result's type; <see cref="NoResult"/> for none.</typeparam>
internal abstract class PendingCall<TResult> : PendingCall
{
    private readonly TaskCompletionSource<TResult> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PendingCalls _watch;
    private CancellationTokenRegistration _cancellation;

    private protected PendingCall(PendingCalls watch, GrainMethod method, TurnQueue target, Interleaving interleaving, RequestId caller)
        : base(method, target, interleaving, caller) =>
        _watch = watch;

    internal override bool IsAbandoned => _promise.Task.IsCompleted;

    /// <summary>Watches the call from now on, and gives it up when its token is cancelled.</summary>
    internal Task<TResult> Watch(CancellationToken token)
    {
        _watch.Add(this);
        if (token.CanBeCanceled)
        {
            _cancellation = token.UnsafeRegister(static (call, token) => ((PendingCall<TResult>)call!).Cancel(token), this);
            if (_promise.Task.IsCompleted)
            {
                _cancellation.Dispose();
            }
        }

        return _promise.Task;
    }

    internal override void Finish(Task outcome)
    {
        var settled = outcome.Status switch
        {
            TaskStatus.RanToCompletion => _promise.TrySetResult(Result(outcome)),
            TaskStatus.Canceled => _promise.TrySetCanceled(outcome.CancellationToken()),
            _ => _promise.TrySetException(outcome.Exception!.InnerExceptions),
        };
        if (settled)
        {
            Settled();
        }
    }

    internal override bool TryFail(Exception exception)
    {
        var failed = _promise.TrySetException(exception);
        if (failed)
        {
            Settled();
        }

        return failed;
    }

    private static TResult Result(Task outcome) => typeof(TResult) == typeof(NoResult) ? default! : Unsafe.As<Task<TResult>>(outcome).Result;

    private void Cancel(CancellationToken token)
    {
        if (_promise.TrySetCanceled(token))
        {
            Settled();
        }
    }

    private void Settled()
    {
        _watch.Remove(this);
        _cancellation.Unregister();
    }
}
