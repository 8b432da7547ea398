using System.Collections.Concurrent;

namespace Twins.Conformance.Tests.Lifetimes;

public sealed class LifetimeGrain : Grain, ILifetimeGrain
{
    private static readonly ConcurrentDictionary<string, int> Activations = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Reasons = new(StringComparer.Ordinal);

    private int generation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        generation = Activations.AddOrUpdate(this.GetPrimaryKeyString(), 1, static (_, count) => count + 1);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Reasons[this.GetPrimaryKeyString()] = reason.ReasonCode.ToString();
    }

    public Task<int> Generation() => Task.FromResult(generation);

    public Task EndSoon()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Stay(TimeSpan howLong)
    {
        DelayDeactivation(howLong);
        return Task.CompletedTask;
    }

    public Task<string> LastReason() => Task.FromResult(Reasons.GetValueOrDefault(this.GetPrimaryKeyString(), ""));
}
