using System.Collections.Immutable;

namespace Twins.Grains;

/// <summary>Asks many grains with a bounded number of calls under way. Everything runs on the calling grain's turns.</summary>
internal static class BoundedFanOut
{
    public const int AtOnce = 32;

    public static async Task<ImmutableArray<TResult>> SelectAsync<T, TResult>(ImmutableArray<T> items, Func<T, Task<TResult>> ask)
    {
        var results = new TResult[items.Length];
        await ForEachAsync([.. Enumerable.Range(0, items.Length)], async index => results[index] = await ask(items[index]));
        return [.. results];
    }

    public static async Task ForEachAsync<T>(ImmutableArray<T> items, Func<T, Task> action)
    {
        int next = 0;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(AtOnce, items.Length)).Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            while (next < items.Length)
            {
                await action(items[next++]);
            }
        }
    }
}
