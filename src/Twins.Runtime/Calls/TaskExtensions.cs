namespace Twins.Runtime.Calls;

internal static class TaskExtensions
{
    /// <summary>The token that cancelled a task; none where it isn't known.</summary>
    internal static CancellationToken CancellationToken(this Task cancelled)
    {
        try
        {
            cancelled.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException exception)
        {
            return exception.CancellationToken;
        }

        return System.Threading.CancellationToken.None;
    }
}
