using Twins.Adapters.Mqtt.Broker.Access;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>
/// The subscriptions of one client by the filters that the server knows, with the group of those that are shared. One filter is either
/// shared or not: the server keeps one subscription for it.
/// </summary>
internal sealed class ClientSubscriptions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string?> _groups = new(StringComparer.Ordinal);
    private int _shared;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _groups.Count;
            }
        }
    }

    public bool HasShared => Volatile.Read(ref _shared) > 0;

    /// <summary>Whether one more filter keeps within a bound, and is not held in another way already.</summary>
    public bool CanAdd(string filter, string? group, int max)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(filter, out var known) ? known == group : _groups.Count < max;
        }
    }

    public void Add(string filter, string? group)
    {
        lock (_gate)
        {
            if (_groups.TryAdd(filter, group) && group is not null)
            {
                _shared++;
            }
        }
    }

    public bool Remove(string filter, out string? group)
    {
        lock (_gate)
        {
            if (!_groups.Remove(filter, out group))
            {
                return false;
            }

            if (group is not null)
            {
                _shared--;
            }

            return true;
        }
    }

    /// <summary>The filter that the server knows for one that a client names; one that it has not, for a shared filter of another group.</summary>
    public string Inner(string named)
    {
        if (!TopicFilters.TryShared(named, out var group, out var inner))
        {
            lock (_gate)
            {
                return _groups.TryGetValue(named, out var held) && held is not null ? "$share" : named;
            }
        }

        lock (_gate)
        {
            return _groups.TryGetValue(inner, out var known) && known == group ? inner : named;
        }
    }

    /// <summary>Whether it gets a message for itself, whatever a group decides.</summary>
    public bool HasOwn(string topic)
    {
        lock (_gate)
        {
            foreach (var (filter, group) in _groups)
            {
                if (group is null && TopicFilters.Covers(filter, topic))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
