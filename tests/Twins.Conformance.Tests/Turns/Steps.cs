using System.Collections.Immutable;

namespace Twins.Conformance.Tests.Turns;

/// <summary>The marks of both step grains, and a watch over turns that run at once.</summary>
internal sealed class Steps
{
    private readonly List<string> _marks = [];
    private TaskCompletionSource _released = new();
    private int _turnsNow;
    private int _maxTurns;
    private int _count;

    public ImmutableArray<string> Marks => [.. _marks];

    public int MaxTurns => _maxTurns;

    public async Task SlowAsync(string name)
    {
        _marks.Add($"{name} begins");
        await _released.Task;
        _marks.Add($"{name} ends");
    }

    public void Mark(string name) => _marks.Add(name);

    public void Release()
    {
        _released.TrySetResult();
        _released = new TaskCompletionSource();
    }

    public async Task<int> CountAsync(int times, bool yields)
    {
        for (var time = 0; time < times; time++)
        {
            Enter();
            _count++;
            Leave();
            if (yields)
            {
                await Task.Yield();
            }
        }

        return _count;
    }

    private void Enter() => _maxTurns = Math.Max(_maxTurns, Interlocked.Increment(ref _turnsNow));

    private void Leave() => Interlocked.Decrement(ref _turnsNow);
}
