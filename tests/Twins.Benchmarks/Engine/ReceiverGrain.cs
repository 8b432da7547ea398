namespace Twins.Benchmarks.Engine;

[ImplicitStreamSubscription(Namespace)]
public sealed class ReceiverGrain : Grain, IReceiverGrain, IStreamSubscriptionObserver
{
    public const string Namespace = "benchmark-receiver";

    private long received;
    private long expected = long.MaxValue;
    private TaskCompletionSource? reached;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<BenchmarkEvent>().ResumeAsync((_, _) =>
        {
            received++;
            TellIfReached();
            return Task.CompletedTask;
        });

    public async Task WaitFor(long events)
    {
        expected = events;
        var done = reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TellIfReached();
        await done.Task;
        received -= events;
        expected = long.MaxValue;
    }

    private void TellIfReached()
    {
        if (received >= expected)
        {
            reached?.TrySetResult();
        }
    }
}
