namespace Twins.Conformance.Tests.Calls;

[Alias("conformance.ICounterGrain")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("Add")]
    Task<int> Add(int amount);

    [Alias("AddLater")]
    Task<int> AddLater(int amount);

    [Alias("Fail")]
    Task Fail(string message);

    [Alias("FailLater")]
    Task<int> FailLater(string message);

    [Alias("Hang")]
    Task Hang(CancellationToken cancellationToken);

    [Alias("HangDeaf")]
    Task HangDeaf();

    [Alias("Sum")]
    ValueTask<int> Sum(int one, int other);

    [OneWay]
    [Alias("AddSilently")]
    Task AddSilently(int amount);

    [Alias("AddAt")]
    Task<int> AddAt(ICounterGrain other, int amount);
}
