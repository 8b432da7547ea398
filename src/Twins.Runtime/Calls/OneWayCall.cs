using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Routing;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Calls;

/// <summary>A call whose outcome nobody waits for. A failure is logged and counted.</summary>
internal sealed class OneWayCall<TCall>(CallRoute route, in TCall call) : Request
    where TCall : struct, IGrainCall<TCall>
{
    private readonly TCall _call = call;
    private readonly TurnQueue? _source = RequestId.Current.Context?.Queue;

    internal override Interleaving Interleaving { get; } = route.InterleavingOf(TCall.Method);

    internal override ExecutionContext? Flow { get; } = ExecutionContext.Capture();

    internal override Task Run(TurnContext context) => route.Invoke<TCall, NoResult>(in _call, context.Queue, _source);

    internal override void Finish(Task outcome)
    {
        if (outcome.Exception is { } exception)
        {
            Refuse(exception.GetBaseException());
        }
    }

    internal override void Refuse(Exception reason) => route.Engine.ReportLost(TCall.Method, reason);
}
