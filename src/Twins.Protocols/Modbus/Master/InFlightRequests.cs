namespace Twins.Protocols.Modbus.Master;

/// <summary>The requests that were sent and neither answered nor timed out, by transaction identifier. Guarded by its dispatcher.</summary>
internal sealed class InFlightRequests(long timeoutTicks)
{
    private readonly Dictionary<ushort, ModbusTransaction> sent = [];
    private readonly List<ModbusTransaction> expired = [];
    private ushort lastTransactionId;

    public int Count => sent.Count;

    /// <summary>Enters a request under an identifier that is free, and that was not used for as long as possible.</summary>
    public void Add(ModbusTransaction transaction, long now)
    {
        do
        {
            lastTransactionId++;
        }
        while (sent.ContainsKey(lastTransactionId));

        transaction.MarkSent(lastTransactionId, now);
        sent.Add(lastTransactionId, transaction);
    }

    /// <summary>Takes out the request that an answer belongs to, if it is still waited for.</summary>
    public bool TryTake(ushort transactionId, out ModbusTransaction transaction) => sent.Remove(transactionId, out transaction!);

    /// <summary>Takes out what has timed out. The list is valid until the next call.</summary>
    public IReadOnlyList<ModbusTransaction> TakeExpired(long now)
    {
        expired.Clear();
        expired.AddRange(sent.Values.Where(transaction => now - transaction.SentAt >= timeoutTicks));
        foreach (var transaction in expired)
        {
            sent.Remove(transaction.TransactionId);
        }

        return expired;
    }

    /// <summary>When the oldest request was sent; <see langword="null"/> when there is none.</summary>
    public long? OldestSentAt() => sent.Count == 0 ? null : sent.Values.Min(transaction => transaction.SentAt);

    /// <summary>Takes out all.</summary>
    public IReadOnlyList<ModbusTransaction> TakeAll()
    {
        expired.Clear();
        expired.AddRange(sent.Values);
        sent.Clear();
        return expired;
    }
}
