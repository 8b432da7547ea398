namespace Twins.Conformance.Tests.Observers;

public sealed class BellGrain : Grain, IBellGrain
{
    private readonly HashSet<IBellObserver> _observers = [];

    public Task Watch(IBellObserver observer)
    {
        _observers.Add(observer);
        return Task.CompletedTask;
    }

    public Task Unwatch(IBellObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    public async Task<int> Ring(int number)
    {
        foreach (var observer in _observers)
        {
            await observer.Rang(number);
        }

        return _observers.Count;
    }

    public Task<int> Ask(int number) => _observers.Single().Answer(number);
}
