namespace Twins.Conformance.Tests.State;

public sealed class TwinLedgersGrain(
    [PersistentState("ledger", Names.Storage)] IPersistentState<LedgerState> first,
    [PersistentState("ledger", Names.Storage)] IPersistentState<LedgerState> second) : Grain, ITwinLedgersGrain
{
    public Task SaveFirst(int balance)
    {
        first.State.Balance = balance;
        return first.WriteStateAsync();
    }

    public async Task SaveSecond(int balance)
    {
        second.State.Balance = balance;
        try
        {
            await second.WriteStateAsync();
        }
        catch (InconsistentStateException conflict)
        {
            await second.ReadStateAsync();
            throw new InvalidOperationException("overtaken", conflict);
        }
    }

    public Task<int> SecondBalance() => Task.FromResult(second.State.Balance);
}
