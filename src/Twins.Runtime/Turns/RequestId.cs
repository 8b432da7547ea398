namespace Twins.Runtime.Turns;

/// <summary>One request while it runs. The default value stands for code that is no grain's.</summary>
internal readonly record struct RequestId(TurnContext? Context, int Number)
{
    /// <summary>The request whose code is running on this thread.</summary>
    internal static RequestId Current => Of(SynchronizationContext.Current);

    internal static RequestId Of(SynchronizationContext? context) =>
        context is TurnContext turn ? new RequestId(turn, turn.RequestNumber) : default;
}
