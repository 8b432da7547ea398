namespace Twins.Conformance.Tests.Observers;

[Alias("conformance.IBellGrain")]
public interface IBellGrain : IGrainWithStringKey
{
    [Alias("Watch")]
    Task Watch(IBellObserver observer);

    [Alias("Unwatch")]
    Task Unwatch(IBellObserver observer);

    [Alias("Ring")]
    Task<int> Ring(int number);

    [Alias("Ask")]
    Task<int> Ask(int number);
}
