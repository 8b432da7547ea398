using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Routing;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Calls;

/// <summary>A call that waits in a mailbox.</summary>
internal sealed class QueuedCall<TCall, TResult> : PendingCall<TResult>
    where TCall : struct, IGrainCall<TCall>
{
    private readonly CallRoute route;
    private readonly TCall call;

    internal QueuedCall(CallRoute route, in TCall call, TurnQueue target)
        : base(route.Engine.PendingCalls, TCall.Method, target, route.InterleavingOf(TCall.Method), RequestId.Current)
    {
        this.route = route;
        this.call = call;
        Flow = ExecutionContext.Capture();
    }

    internal override ExecutionContext? Flow { get; }

    internal override Task Run(TurnContext context)
    {
        Callee = RequestId.Of(context);
        return route.Invoke<TCall, TResult>(in call, context.Queue, Caller.Context?.Queue);
    }
}
