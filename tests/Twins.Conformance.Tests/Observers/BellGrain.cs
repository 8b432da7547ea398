namespace Twins.Conformance.Tests.Observers;

public sealed class BellGrain : Grain, IBellGrain
{
    private readonly HashSet<IBellObserver> observers = [];

    public Task Watch(IBellObserver observer)
    {
        observers.Add(observer);
        return Task.CompletedTask;
    }

    public Task Unwatch(IBellObserver observer)
    {
        observers.Remove(observer);
        return Task.CompletedTask;
    }

    public async Task<int> Ring(int number)
    {
        foreach (var observer in observers)
        {
            await observer.Rang(number);
        }

        return observers.Count;
    }

    public Task<int> Ask(int number) => observers.Single().Answer(number);
}
