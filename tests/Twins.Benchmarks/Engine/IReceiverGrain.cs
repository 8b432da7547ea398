namespace Twins.Benchmarks.Engine;

[Alias("benchmarks.IReceiverGrain")]
public interface IReceiverGrain : IGrainWithStringKey
{
    /// <summary>Complete when so many events have arrived since the last time; then counts anew.</summary>
    [Alias("WaitFor")]
    [AlwaysInterleave]
    Task WaitFor(long events);
}
