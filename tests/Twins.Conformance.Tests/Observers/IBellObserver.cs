namespace Twins.Conformance.Tests.Observers;

[Alias("conformance.IBellObserver")]
public interface IBellObserver : IGrainObserver
{
    [OneWay]
    [Alias("Rang")]
    Task Rang(int number);

    [Alias("Answer")]
    Task<int> Answer(int number);
}
