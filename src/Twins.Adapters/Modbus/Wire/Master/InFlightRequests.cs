namespace Twins.Adapters.Modbus.Wire.Master;

/// <summary>The requests that were sent and neither answered nor timed out, by transaction identifier. Guarded by its dispatcher.</summary>
internal sealed class InFlightRequests(long timeoutTicks)
{
    private readonly Dictionary<ushort, ModbusTransaction> _sent = [];
    private readonly List<ModbusTransaction> _expired = [];
    private ushort _lastTransactionId;

    public int Count => _sent.Count;

    /// <summary>Enters a request under an identifier that is free, and that was not used for as long as possible.</summary>
    public void Add(ModbusTransaction transaction, long now)
    {
        do
        {
            _lastTransactionId++;
        }
        while (_sent.ContainsKey(_lastTransactionId));

        transaction.MarkSent(_lastTransactionId, now);
        _sent.Add(_lastTransactionId, transaction);
    }

    /// <summary>Takes out the request that an answer belongs to, if it is still waited for.</summary>
    public bool TryTake(ushort transactionId, out ModbusTransaction transaction) => _sent.Remove(transactionId, out transaction!);

    /// <summary>Takes out what has timed out. The list is valid until the next call.</summary>
    public IReadOnlyList<ModbusTransaction> TakeExpired(long now)
    {
        _expired.Clear();
        _expired.AddRange(_sent.Values.Where(transaction => now - transaction.SentAt >= timeoutTicks));
        foreach (var transaction in _expired)
        {
            _sent.Remove(transaction.TransactionId);
        }

        return _expired;
    }

    /// <summary>When the oldest request was sent; <see langword="null"/> when there is none.</summary>
    public long? OldestSentAt() => _sent.Count == 0 ? null : _sent.Values.Min(transaction => transaction.SentAt);

    /// <summary>Takes out all.</summary>
    public IReadOnlyList<ModbusTransaction> TakeAll()
    {
        _expired.Clear();
        _expired.AddRange(_sent.Values);
        _sent.Clear();
        return _expired;
    }
}
