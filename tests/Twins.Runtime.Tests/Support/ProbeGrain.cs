namespace Twins.Runtime.Tests.Support;

public sealed class ProbeGrain : Grain, IProbeGrain
{
    private TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int touches;

    public Task<int> Touch() => Task.FromResult(++touches);

    public Task Occupy() => released.Task;

    public Task Release()
    {
        released.TrySetResult();
        released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Task.CompletedTask;
    }

    public async Task CallAsync(IProbeGrain other) => await other.Touch();

    public Task CallThroughAsync(IProbeGrain first, IProbeGrain second) => first.CallAsync(second);

    public async Task CallWhenReleasedAsync(IProbeGrain other)
    {
        await released.Task;
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
        touches++;
        return Task.CompletedTask;
    }

    public Task Keep(TimeSpan howLong)
    {
        DelayDeactivation(howLong);
        return Task.CompletedTask;
    }
}
