namespace Twins.Conformance.Tests.Calls;

public sealed class CounterGrain : Grain, ICounterGrain
{
    private int _value;

    public Task<int> Add(int amount) => Task.FromResult(_value += amount);

    public async Task<int> AddLater(int amount)
    {
        await Task.Yield();
        return _value += amount;
    }

    public Task Fail(string message) => throw new InvalidOperationException(message);

    public async Task<int> FailLater(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task Hang(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return never.Task;
    }

    public Task HangDeaf() => new TaskCompletionSource().Task;

    public ValueTask<int> Sum(int one, int other) => new(one + other);

    public Task AddSilently(int amount)
    {
        _value += amount;
        return amount < 0 ? throw new InvalidOperationException("Nobody hears this.") : Task.CompletedTask;
    }

    public Task<int> AddAt(ICounterGrain other, int amount) => other.Add(amount);
}
