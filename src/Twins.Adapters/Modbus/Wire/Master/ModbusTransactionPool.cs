namespace Twins.Adapters.Modbus.Wire.Master;

/// <summary>Keeps transactions for reuse, at most <paramref name="capacity"/>; beyond that the collector takes them.</summary>
internal sealed class ModbusTransactionPool(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Stack<ModbusTransaction> _free = [];

    public ModbusTransaction Rent()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var transaction))
            {
                return transaction;
            }
        }

        return new ModbusTransaction(this);
    }

    public void Return(ModbusTransaction transaction)
    {
        transaction.Reset();
        lock (_gate)
        {
            if (_free.Count < capacity)
            {
                _free.Push(transaction);
            }
        }
    }
}
