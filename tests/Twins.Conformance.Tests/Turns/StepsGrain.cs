using System.Collections.Immutable;

namespace Twins.Conformance.Tests.Turns;

public sealed class StepsGrain : Grain, IStepsGrain
{
    private readonly Steps _steps = new();

    public Task Slow(string name) => _steps.SlowAsync(name);

    public Task SlowReading(string name) => _steps.SlowAsync(name);

    public Task Quick(string name)
    {
        _steps.Mark(name);
        return Task.CompletedTask;
    }

    public Task Release()
    {
        _steps.Release();
        return Task.CompletedTask;
    }

    public Task ReleaseAfter(TimeSpan time)
    {
        this.RegisterGrainTimer(Release, new GrainTimerCreationOptions(time, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<string>> Steps() => Task.FromResult(_steps.Marks);

    public Task<int> Count(int times, bool yields) => _steps.CountAsync(times, yields);

    public Task<int> MaxTurnsAtOnce() => Task.FromResult(_steps.MaxTurns);
}
