namespace Twins.Conformance.Tests.State;

[Alias("conformance.ILedgerGrain")]
public interface ILedgerGrain : IGrainWithStringKey
{
    /// <summary>Changes memory only.</summary>
    [Alias("Enter")]
    Task Enter(Entry entry);

    [Alias("Save")]
    Task Save();

    [Alias("Reload")]
    Task Reload();

    [Alias("Clear")]
    Task Clear();

    [Alias("Read")]
    Task<LedgerView> Read();

    /// <summary>Ends this activation; the next one has what is stored.</summary>
    [Alias("Forget")]
    Task Forget();
}

/// <summary>What a ledger holds, and whether it is stored.</summary>
[GenerateSerializer]
[Alias("conformance.LedgerView")]
[Immutable]
public sealed record LedgerView(
    [property: Id(0)] LedgerState State,
    [property: Id(1)] bool IsStored,
    [property: Id(2)] string? Etag,
    [property: Id(3)] Guid Activation);
