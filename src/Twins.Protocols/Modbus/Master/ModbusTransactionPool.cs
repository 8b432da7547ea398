namespace Twins.Protocols.Modbus.Master;

/// <summary>Keeps transactions for reuse, at most <paramref name="capacity"/>; beyond that the collector takes them.</summary>
internal sealed class ModbusTransactionPool(int capacity)
{
    private readonly Lock gate = new();
    private readonly Stack<ModbusTransaction> free = [];

    public ModbusTransaction Rent()
    {
        lock (gate)
        {
            if (free.TryPop(out var transaction))
            {
                return transaction;
            }
        }

        return new ModbusTransaction(this);
    }

    public void Return(ModbusTransaction transaction)
    {
        transaction.Reset();
        lock (gate)
        {
            if (free.Count < capacity)
            {
                free.Push(transaction);
            }
        }
    }
}
