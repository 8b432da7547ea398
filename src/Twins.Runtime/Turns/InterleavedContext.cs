namespace Twins.Runtime.Turns;

/// <summary>The context of one request that may run between the turns of others, so that its calls can be told from theirs.</summary>
internal sealed class InterleavedContext(TurnQueue queue) : TurnContext
{
    internal override TurnQueue Queue => queue;

    internal override int RequestNumber => 0;
}
