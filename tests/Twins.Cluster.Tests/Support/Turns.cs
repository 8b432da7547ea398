using System.Collections.Concurrent;

namespace Twins.Cluster.Tests.Support;

/// <summary>Runs a test as a grain's code runs: one turn at a time, continuations included.</summary>
internal static class Turns
{
    public static Task RunAsync(Func<Task> test) => Task.Run(() =>
    {
        using var turns = new TurnQueue();
        SynchronizationContext.SetSynchronizationContext(turns);
        Task running = test();
        _ = running.ContinueWith(_ => turns.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        turns.RunToEnd();
        SynchronizationContext.SetSynchronizationContext(null);
        running.GetAwaiter().GetResult();
    });

    private sealed class TurnQueue : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state) => _queue.TryAdd((d, state));

        public void Complete() => _queue.CompleteAdding();

        public void RunToEnd()
        {
            foreach ((SendOrPostCallback callback, object? state) in _queue.GetConsumingEnumerable())
            {
                callback(state);
            }
        }

        public void Dispose() => _queue.Dispose();
    }
}
