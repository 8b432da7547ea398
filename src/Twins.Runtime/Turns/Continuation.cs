namespace Twins.Runtime.Turns;

/// <summary>The rest of an <c>await</c>, waiting for its turn.</summary>
internal readonly record struct Continuation(TurnContext Context, SendOrPostCallback Callback, object? State);
