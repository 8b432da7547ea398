using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Routing;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Calls;

/// <summary>A call that waits in a mailbox.</summary>
internal sealed class QueuedCall<TCall, TResult> : PendingCall<TResult>
    where TCall : struct, IGrainCall<TCall>
{
    private readonly CallRoute _route;
    private readonly TCall _call;

    internal QueuedCall(CallRoute route, in TCall call, TurnQueue target)
        : base(route.Engine.PendingCalls, TCall.Method, target, route.InterleavingOf(TCall.Method), RequestId.Current)
    {
        _route = route;
        _call = call;
        Flow = ExecutionContext.Capture();
    }

    internal override ExecutionContext? Flow { get; }

    internal override Task Run(TurnContext context)
    {
        Callee = RequestId.Of(context);
        return _route.Invoke<TCall, TResult>(in _call, context.Queue, Caller.Context?.Queue);
    }
}
