namespace Twins.Runtime.Tests.Timers;

public sealed class TickingGrain(TickingLives lives) : Grain, ITickingGrain
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        lives.Begun++;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        lives.Ended.TrySetResult();
        return Task.CompletedTask;
    }

    public Task StartTicking(TimeSpan period)
    {
        this.RegisterGrainTimer(() => Task.FromResult(lives.Ticks++), period, period);
        return Task.CompletedTask;
    }

    public Task Occupy() => _released.Task;

    public Task EndSoon()
    {
        DeactivateOnIdle();
        _released.TrySetResult();
        return Task.CompletedTask;
    }
}

/// <summary>How often grains of a test began, ended and ticked.</summary>
public sealed class TickingLives
{
    public int Begun { get; set; }

    public int Ticks { get; set; }

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
