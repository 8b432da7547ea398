using Twins.Devices;
using Twins.Readings;

namespace Twins.Benchmarks.Grains.Engine;

/// <summary>A grain that does nothing with what it is given: what a call alone costs.</summary>
[Alias("twins.benchmarks.IBareGrain")]
public interface IBareGrain : IGrainWithStringKey
{
    /// <summary>Takes a batch, and answers.</summary>
    Task<ApplyResult> ApplyAsync(ReadingBatch batch);
}

/// <summary>The yardstick of a twin.</summary>
public sealed class BareGrain : Grain, IBareGrain
{
    /// <inheritdoc/>
    public Task<ApplyResult> ApplyAsync(ReadingBatch batch) => Task.FromResult(ApplyResult.Applied);
}
