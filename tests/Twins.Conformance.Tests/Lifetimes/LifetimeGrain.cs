using System.Collections.Concurrent;

namespace Twins.Conformance.Tests.Lifetimes;

public sealed class LifetimeGrain : Grain, ILifetimeGrain
{
    private static readonly ConcurrentDictionary<string, int> Activations = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Reasons = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, (int Now, int Most)> InMemory = new(StringComparer.Ordinal);

    private int _generation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        InMemory.AddOrUpdate(this.GetPrimaryKeyString(), (1, 1), static (_, count) => (count.Now + 1, Math.Max(count.Most, count.Now + 1)));
        _generation = Activations.AddOrUpdate(this.GetPrimaryKeyString(), 1, static (_, count) => count + 1);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Reasons[this.GetPrimaryKeyString()] = reason.ReasonCode.ToString();
        InMemory.AddOrUpdate(this.GetPrimaryKeyString(), default((int, int)), static (_, count) => (count.Now - 1, count.Most));
    }

    public Task<int> Generation() => Task.FromResult(_generation);

    public Task EndSoon()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> MostAtOnce() => Task.FromResult(InMemory[this.GetPrimaryKeyString()].Most);

    public Task Stay(TimeSpan howLong)
    {
        DelayDeactivation(howLong);
        return Task.CompletedTask;
    }

    public Task<string> LastReason() => Task.FromResult(Reasons.GetValueOrDefault(this.GetPrimaryKeyString(), ""));
}
