namespace Twins.Grains.Sites;

/// <summary>Registrations that end unless they are renewed, measured on the monotonic clock. Bounded.</summary>
internal sealed class ObserverLeases<TObserver>(TimeSpan lease, int capacity, TimeProvider clock)
    where TObserver : notnull
{
    private readonly Dictionary<TObserver, MonotonicTime> _ends = [];
    private TObserver[] _alive = [];
    private MonotonicTime _nextEnd = MonotonicTime.Never;

    /// <summary>Registers or renews; false when there is no place left.</summary>
    public bool TryRenew(TObserver observer)
    {
        EndOverdue();
        if (_ends.Count >= capacity && !_ends.ContainsKey(observer))
        {
            return false;
        }

        _ends[observer] = MonotonicTime.Now(clock) + lease;
        Refresh();
        return true;
    }

    public void Remove(TObserver observer)
    {
        if (_ends.Remove(observer))
        {
            Refresh();
        }
    }

    /// <summary>Those whose lease has not ended.</summary>
    public TObserver[] Alive()
    {
        if (_alive.Length > 0 && _nextEnd.IsDue(clock))
        {
            EndOverdue();
        }

        return _alive;
    }

    private void EndOverdue()
    {
        foreach (TObserver overdue in _ends.Where(known => known.Value.IsDue(clock)).Select(known => known.Key).ToArray())
        {
            _ends.Remove(overdue);
        }

        Refresh();
    }

    private void Refresh()
    {
        _alive = [.. _ends.Keys];
        _nextEnd = _ends.Count == 0 ? MonotonicTime.Never : _ends.Values.Min();
    }
}
