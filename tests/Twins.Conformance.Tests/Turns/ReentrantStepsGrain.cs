using System.Collections.Immutable;

namespace Twins.Conformance.Tests.Turns;

[Reentrant]
public sealed class ReentrantStepsGrain : Grain, IReentrantStepsGrain
{
    private readonly Steps steps = new();

    public Task Slow(string name) => steps.SlowAsync(name);

    public Task SlowReading(string name) => steps.SlowAsync(name);

    public Task Quick(string name)
    {
        steps.Mark(name);
        return Task.CompletedTask;
    }

    public Task Release()
    {
        steps.Release();
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<string>> Steps() => Task.FromResult(steps.Marks);

    public Task<int> Count(int times, bool yields) => steps.CountAsync(times, yields);

    public Task<int> MaxTurnsAtOnce() => Task.FromResult(steps.MaxTurns);
}
