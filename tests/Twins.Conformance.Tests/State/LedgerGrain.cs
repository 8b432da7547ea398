namespace Twins.Conformance.Tests.State;

public sealed class LedgerGrain([PersistentState("ledger", Names.Storage)] IPersistentState<LedgerState> ledger) : Grain, ILedgerGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    public Task Enter(Entry entry)
    {
        ledger.State.Balance += entry.Amount;
        ledger.State.Entries = ledger.State.Entries.Add(entry);
        ledger.State.Note = "noted";
        return Task.CompletedTask;
    }

    public Task Save() => ledger.WriteStateAsync();

    public Task Reload() => ledger.ReadStateAsync();

    public Task Clear() => ledger.ClearStateAsync();

    public Task<LedgerView> Read() => Task.FromResult(new LedgerView(ledger.State, ledger.RecordExists, ledger.Etag, _activation));

    public Task Forget()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
