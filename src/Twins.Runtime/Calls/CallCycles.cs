using Twins.Runtime.Turns;

namespace Twins.Runtime.Calls;

/// <summary>
/// Finds calls that wait for themselves. A request waits for the calls that it made; a call in a mailbox waits for the request that keeps it
/// there. A walk along both that comes back to where it began is a cycle.
/// </summary>
internal static class CallCycles
{
    private const int MaxLength = 32;

    /// <summary>The calls of one cycle in their order, the last of them in the mailbox of the grain that made the first.</summary>
    internal static IEnumerable<IReadOnlyList<PendingCall>> Find(IReadOnlyCollection<PendingCall> pending)
    {
        var made = pending.Where(call => call.Caller.Context is not null).ToLookup(call => call.Caller);
        foreach (var call in pending)
        {
            if (call.Caller.Context is not null && call.Callee.Context is null && !call.IsAbandoned)
            {
                var chain = new List<PendingCall>();
                if (Reaches(call.Target.Blocker, call.Caller, made, chain))
                {
                    chain.Add(call);
                    yield return chain;
                }
            }
        }
    }

    internal static string Describe(IReadOnlyList<PendingCall> cycle) =>
        $"{cycle[^1].Target} → "
        + string.Join(" → ", cycle.Select(call => $"{call.Method} on {call.Target}"))
        + ", which waits for the first to end";

    private static bool Reaches(RequestId from, RequestId goal, ILookup<RequestId, PendingCall> made, List<PendingCall> chain)
    {
        if (from.Context is null || chain.Count == MaxLength)
        {
            return false;
        }

        if (from == goal)
        {
            return true;
        }

        foreach (var call in made[from])
        {
            chain.Add(call);
            var next = call.Callee.Context is null ? call.Target.Blocker : call.Callee;
            if (!chain.Take(chain.Count - 1).Contains(call) && Reaches(next, goal, made, chain))
            {
                return true;
            }

            chain.RemoveAt(chain.Count - 1);
        }

        return false;
    }
}
