namespace Twins.Benchmarks.Engine;

[Alias("benchmarks.IAccumulatorGrain")]
public interface IAccumulatorGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<long> Add(long amount);

    [Alias("AddAfterYield")]
    Task<long> AddAfterYield(long amount);
}
