namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>
/// Wakes one who waits. It takes the task, looks whether there is something to do, and awaits the task if not: what is set in between
/// is not lost.
/// </summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => Volatile.Read(ref _next).Task;

    public void Set() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
