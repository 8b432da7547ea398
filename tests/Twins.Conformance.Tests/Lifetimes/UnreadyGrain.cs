using System.Collections.Concurrent;

namespace Twins.Conformance.Tests.Lifetimes;

/// <summary>Fails to activate the first time.</summary>
public sealed class UnreadyGrain : Grain, IUnreadyGrain
{
    private static readonly ConcurrentDictionary<string, int> Attempts = new(StringComparer.Ordinal);

    private int _attempt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        _attempt = Attempts.AddOrUpdate(this.GetPrimaryKeyString(), 1, static (_, count) => count + 1);
        if (_attempt == 1)
        {
            throw new InvalidOperationException("not ready");
        }
    }

    public Task<int> Attempt() => Task.FromResult(_attempt);
}
