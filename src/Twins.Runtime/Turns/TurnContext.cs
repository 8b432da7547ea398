namespace Twins.Runtime.Turns;

/// <summary>
/// What is current while a grain's code runs. It brings the continuations of <c>await</c> back onto the grain's turns, and tells
/// which request the code belongs to.
/// </summary>
internal abstract class TurnContext : SynchronizationContext
{
    /// <summary>Whose turns these are.</summary>
    internal abstract TurnQueue Queue { get; }

    /// <summary>Tells apart the requests that run one after the other in the same context.</summary>
    internal abstract int RequestNumber { get; }

    public sealed override void Post(SendOrPostCallback d, object? state) => Queue.Continue(new Continuation(this, d, state));

    public sealed override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Waiting for a grain's turn by blocking is not supported.");

    public sealed override SynchronizationContext CreateCopy() => this;
}
