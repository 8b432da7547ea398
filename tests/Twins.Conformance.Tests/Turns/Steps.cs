using System.Collections.Immutable;

namespace Twins.Conformance.Tests.Turns;

/// <summary>The marks of both step grains, and a watch over turns that run at once.</summary>
internal sealed class Steps
{
    private readonly List<string> marks = [];
    private TaskCompletionSource released = new();
    private int turnsNow;
    private int maxTurns;
    private int count;

    public ImmutableArray<string> Marks => [.. marks];

    public int MaxTurns => maxTurns;

    public async Task SlowAsync(string name)
    {
        marks.Add($"{name} begins");
        await released.Task;
        marks.Add($"{name} ends");
    }

    public void Mark(string name) => marks.Add(name);

    public void Release()
    {
        released.TrySetResult();
        released = new TaskCompletionSource();
    }

    public async Task<int> CountAsync(int times, bool yields)
    {
        for (var time = 0; time < times; time++)
        {
            Enter();
            count++;
            Leave();
            if (yields)
            {
                await Task.Yield();
            }
        }

        return count;
    }

    private void Enter() => maxTurns = Math.Max(maxTurns, Interlocked.Increment(ref turnsNow));

    private void Leave() => Interlocked.Decrement(ref turnsNow);
}
