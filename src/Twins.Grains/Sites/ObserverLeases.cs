
namespace Twins.Grains.Sites;

/// <summary>Registrations that end unless they are renewed. Bounded.</summary>
internal sealed class ObserverLeases<TObserver>(TimeSpan lease, int capacity)
    where TObserver : notnull
{
    private readonly Dictionary<TObserver, Timestamp> _ends = [];
    private TObserver[] _alive = [];
    private Timestamp _nextEnd;

    /// <summary>Registers or renews; false when there is no place left.</summary>
    public bool TryRenew(TObserver observer, Timestamp now)
    {
        EndOverdue(now);
        if (_ends.Count >= capacity && !_ends.ContainsKey(observer))
        {
            return false;
        }

        _ends[observer] = now + lease;
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
    public TObserver[] Alive(Timestamp now)
    {
        if (_alive.Length > 0 && now > _nextEnd)
        {
            EndOverdue(now);
        }

        return _alive;
    }

    private void EndOverdue(Timestamp now)
    {
        foreach (TObserver overdue in _ends.Where(known => now > known.Value).Select(known => known.Key).ToArray())
        {
            _ends.Remove(overdue);
        }

        Refresh();
    }

    private void Refresh()
    {
        _alive = [.. _ends.Keys];
        _nextEnd = _ends.Count == 0 ? default : _ends.Values.Min();
    }
}
