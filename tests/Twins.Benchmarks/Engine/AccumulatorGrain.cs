namespace Twins.Benchmarks.Engine;

/// <summary>The least that a grain can do with a call: change a field and return a result that has to be made.</summary>
public sealed class AccumulatorGrain : Grain, IAccumulatorGrain
{
    private long _value;

    public Task<long> Add(long amount) => Task.FromResult(_value += amount);

    public async Task<long> AddAfterYield(long amount)
    {
        await Task.Yield();
        return _value += amount;
    }
}
