namespace Twins.Conformance.Tests;

/// <summary>One engine for the whole suite; every test uses grains of its own.</summary>
[CollectionDefinition(Name)]
public sealed class SharedEngine : ICollectionFixture<GrainEngineFixture>
{
    public const string Name = "engine";
}

/// <summary>What every part of the suite needs.</summary>
[Collection(SharedEngine.Name)]
public abstract class ConformanceTests(GrainEngineFixture engine)
{
    private static int _lastKey;

    protected IGrainEngineFixture Engine => engine;

    /// <summary>A grain that no other test uses.</summary>
    protected T NewGrain<T>()
        where T : IGrainWithStringKey =>
        engine.Client.GetGrain<T>(NewKey());

    protected static string NewKey() => $"test-{Interlocked.Increment(ref _lastKey)}";

    /// <summary>Asks until the answer is as expected, and fails after the suite's patience.</summary>
    protected static async Task Eventually<T>(T expected, Func<Task<T>> ask)
    {
        using var tries = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        var end = TimeProvider.System.GetTimestamp();
        var answer = await ask();
        while (!Equals(expected, answer) && TimeProvider.System.GetElapsedTime(end) < Timing.Patience)
        {
            await tries.WaitForNextTickAsync();
            answer = await ask();
        }

        Assert.Equal(expected, answer);
    }
}
