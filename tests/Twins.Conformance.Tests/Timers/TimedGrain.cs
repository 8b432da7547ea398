namespace Twins.Conformance.Tests.Timers;

public sealed class TimedGrain : Grain, ITimedGrain
{
    private readonly TaskCompletionSource released = new();
    private IGrainTimer? timer;
    private CancellationToken lastToken;
    private bool fails;
    private int ticks;

    public Task Start(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        timer = this.RegisterGrainTimer(
            static (grain, token) => grain.Tick(token),
            this,
            new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTicking()
    {
        timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(ticks);

    public Task Occupy() => released.Task;

    public Task Release()
    {
        released.TrySetResult();
        return Task.CompletedTask;
    }

    public Task FailOnce()
    {
        fails = true;
        return Task.CompletedTask;
    }

    public Task<bool> TokenWasCancelled() => Task.FromResult(lastToken.IsCancellationRequested);

    private async Task Tick(CancellationToken token)
    {
        lastToken = token;
        await Task.Yield();
        ticks++;
        if (fails)
        {
            fails = false;
            throw new InvalidOperationException("This tick fails.");
        }
    }
}
