using System.Diagnostics;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Calls;

/// <summary>A call that ran at once on its caller's thread and came to an <c>await</c>.</summary>
internal sealed class StartedCall<TResult> : PendingCall<TResult>
{
    internal StartedCall(PendingCalls watch, GrainMethod method, TurnContext callee, Interleaving interleaving, RequestId caller)
        : base(watch, method, callee.Queue, interleaving, caller) =>
        Callee = RequestId.Of(callee);

    internal override Task Run(TurnContext context) => throw new UnreachableException($"{Describe()} runs already.");
}
