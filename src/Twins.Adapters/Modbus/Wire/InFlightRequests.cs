namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// The requests that were sent and neither answered nor timed out, by transaction identifier, and the identifiers used last, by which a late answer
/// is told from one that carries a wrong identifier. Guarded by its dispatcher.
/// </summary>
internal sealed class InFlightRequests(long timeoutTicks)
{
    private const int RememberedIds = 64;

    private readonly Dictionary<ushort, ModbusTransaction> _sent = [];
    private readonly List<ModbusTransaction> _taken = [];
    private readonly Ended[] _ended = new Ended[RememberedIds];
    private ushort _lastTransactionId;
    private int _nextEnded;

    public int Count => _sent.Count;

    /// <summary>Enters a request under an identifier that is free, and that was not used for as long as possible.</summary>
    public void Add(ModbusTransaction transaction, long now, long streamPosition)
    {
        do
        {
            _lastTransactionId++;
        }
        while (_sent.ContainsKey(_lastTransactionId));

        transaction.MarkSent(_lastTransactionId, now, streamPosition);
        _sent.Add(_lastTransactionId, transaction);
    }

    /// <summary>Whether the answer to a request with this identifier is awaited.</summary>
    public bool Contains(ushort transactionId) => _sent.ContainsKey(transactionId);

    /// <summary>Takes out the request that an answer belongs to, if it is still awaited.</summary>
    public bool TryTake(ushort transactionId, out ModbusTransaction transaction)
    {
        if (!_sent.Remove(transactionId, out transaction!))
        {
            return false;
        }

        Remember(transactionId, answered: true);
        return true;
    }

    /// <summary>The only request in flight; null when there is none, or more than one.</summary>
    public ModbusTransaction? Only()
    {
        if (_sent.Count != 1)
        {
            return null;
        }

        foreach (var transaction in _sent.Values)
        {
            return transaction;
        }

        return null;
    }

    /// <summary>How an earlier request with this identifier ended; null when none of the last ones had it.</summary>
    public bool? WasAnswered(ushort transactionId)
    {
        foreach (var ended in _ended)
        {
            if (ended.IsSet && ended.TransactionId == transactionId)
            {
                return ended.Answered;
            }
        }

        return null;
    }

    /// <summary>Takes out what has timed out. The list is valid until the next call.</summary>
    public IReadOnlyList<ModbusTransaction> TakeExpired(long now)
    {
        _taken.Clear();
        _taken.AddRange(_sent.Values.Where(transaction => now - transaction.SentAt >= timeoutTicks));
        foreach (var transaction in _taken)
        {
            _sent.Remove(transaction.TransactionId);
            Remember(transaction.TransactionId, answered: false);
        }

        return _taken;
    }

    /// <summary>When the oldest request was sent; <see langword="null"/> when there is none.</summary>
    public long? OldestSentAt() => _sent.Count == 0 ? null : _sent.Values.Min(transaction => transaction.SentAt);

    /// <summary>Takes out all, in the order of sending: the connection has ended. The list is valid until the next call.</summary>
    public IReadOnlyList<ModbusTransaction> TakeAll()
    {
        _taken.Clear();
        _taken.AddRange(_sent.Values);
        _taken.Sort((left, right) => left.StreamPosition.CompareTo(right.StreamPosition));
        _sent.Clear();
        Array.Clear(_ended);
        return _taken;
    }

    private void Remember(ushort transactionId, bool answered)
    {
        _ended[_nextEnded] = new Ended(transactionId, answered, IsSet: true);
        _nextEnded = (_nextEnded + 1) % RememberedIds;
    }

    private readonly record struct Ended(ushort TransactionId, bool Answered, bool IsSet);
}
