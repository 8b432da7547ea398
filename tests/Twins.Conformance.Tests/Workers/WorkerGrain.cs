using System.Collections.Concurrent;

namespace Twins.Conformance.Tests.Workers;

[StatelessWorker(MaxWorkers)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    public const int MaxWorkers = 3;

    private static readonly ConcurrentDictionary<string, Meeting> Meetings = new(StringComparer.Ordinal);

    private readonly Guid _activation = Guid.NewGuid();

    public async Task<Guid> Meet(int others)
    {
        await Meetings.GetOrAdd(this.GetPrimaryKeyString(), static _ => new Meeting()).JoinAsync(others);
        return _activation;
    }

    private sealed class Meeting
    {
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _present;

        public Task JoinAsync(int expected)
        {
            if (Interlocked.Increment(ref _present) >= expected)
            {
                _complete.TrySetResult();
            }

            return _complete.Task;
        }
    }
}
