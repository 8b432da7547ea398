namespace Twins.Conformance.Tests.State;

/// <summary>A grain that holds the same stored state twice, and so can be overtaken by itself.</summary>
[Alias("conformance.ITwinLedgersGrain")]
public interface ITwinLedgersGrain : IGrainWithStringKey
{
    [Alias("SaveFirst")]
    Task SaveFirst(int balance);

    [Alias("SaveSecond")]
    Task SaveSecond(int balance);

    [Alias("SecondBalance")]
    Task<int> SecondBalance();
}
