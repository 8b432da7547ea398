namespace Twins.Benchmarks.Engine;

[ImplicitStreamSubscription(Namespace)]
public sealed class ReceiverGrain : Grain, IReceiverGrain, IStreamSubscriptionObserver
{
    public const string Namespace = "benchmark-receiver";

    private long _received;
    private long _expected = long.MaxValue;
    private TaskCompletionSource? _reached;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<BenchmarkEvent>().ResumeAsync((_, _) =>
        {
            _received++;
            TellIfReached();
            return Task.CompletedTask;
        });

    public async Task WaitFor(long events)
    {
        _expected = events;
        var done = _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TellIfReached();
        await done.Task;
        _received -= events;
        _expected = long.MaxValue;
    }

    private void TellIfReached()
    {
        if (_received >= _expected)
        {
            _reached?.TrySetResult();
        }
    }
}
