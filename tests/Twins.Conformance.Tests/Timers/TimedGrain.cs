namespace Twins.Conformance.Tests.Timers;

public sealed class TimedGrain : Grain, ITimedGrain
{
    private readonly TaskCompletionSource _released = new();
    private IGrainTimer? _timer;
    private CancellationToken _lastToken;
    private bool _fails;
    private int _ticks;

    public Task Start(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            static (grain, token) => grain.Tick(token),
            this,
            new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTicking()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public Task Occupy() => _released.Task;

    public Task Release()
    {
        _released.TrySetResult();
        return Task.CompletedTask;
    }

    public Task FailOnce()
    {
        _fails = true;
        return Task.CompletedTask;
    }

    public Task<bool> TokenWasCancelled() => Task.FromResult(_lastToken.IsCancellationRequested);

    private async Task Tick(CancellationToken token)
    {
        _lastToken = token;
        await Task.Yield();
        _ticks++;
        if (_fails)
        {
            _fails = false;
            throw new InvalidOperationException("This tick fails.");
        }
    }
}
