namespace Twins.Runtime.Tests.Support;

public sealed class ProbeGrain : Grain, IProbeGrain
{
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _touches;

    public Task<int> Touch() => Task.FromResult(++_touches);

    public Task Occupy() => _released.Task;

    public Task Release()
    {
        _released.TrySetResult();
        _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Task.CompletedTask;
    }

    public async Task CallAsync(IProbeGrain other) => await other.Touch();

    public Task CallThroughAsync(IProbeGrain first, IProbeGrain second) => first.CallAsync(second);

    public async Task CallWhenReleasedAsync(IProbeGrain other)
    {
        await _released.Task;
        await other.Touch();
    }

    public Task SendItself(IProbeGrain itself)
    {
        _ = itself.Touch();
        return Task.CompletedTask;
    }

    public Task<int> ThreadId() => Task.FromResult(Environment.CurrentManagedThreadId);

    public async Task<int> Descend(int levels, string prefix) =>
        levels == 0 ? 1 : 1 + await GrainFactory.GetGrain<IProbeGrain>($"{prefix}-{levels}").Descend(levels - 1, prefix);

    public Task TouchSilently()
    {
        _touches++;
        return Task.CompletedTask;
    }

    public Task Keep(TimeSpan howLong)
    {
        DelayDeactivation(howLong);
        return Task.CompletedTask;
    }
}
