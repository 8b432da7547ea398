namespace Twins.Runtime.Turns;

internal static class Failure
{
    /// <summary>Why a complete task did not succeed; null where it did.</summary>
    internal static Exception? Of(Task outcome) => outcome.Status switch
    {
        TaskStatus.RanToCompletion => null,
        TaskStatus.Canceled => new TaskCanceledException(outcome),
        _ => outcome.Exception!.InnerException,
    };
}
