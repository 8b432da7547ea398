using System.Runtime.CompilerServices;
using MQTTnet;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Adapters.Mqtt.Broker.Channels;

namespace Twins.Adapters.Mqtt.Broker;

/// <summary>
/// Shared subscriptions (5.0, section 4.8.2), which MQTTnet's server has not: a message goes to one member of each group, in turn among
/// those that keep up. A member that leaves takes what waits for it along: the broker is live-only.
/// </summary>
internal sealed class ShareGroups
{
    private sealed class Group(string filter)
    {
        private int _next;

        public string Filter { get; } = filter;

        public List<ClientChannel> Members { get; } = [];

        public ClientChannel Choose()
        {
            var start = _next++;
            for (var i = 0; i < Members.Count; i++)
            {
                var member = Members[(int)((uint)(start + i) % (uint)Members.Count)];
                if (!member.Queue.IsCongested)
                {
                    return member;
                }
            }

            return Members[(int)((uint)start % (uint)Members.Count)];
        }
    }

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string Filter), Group> _groups = [];
    private readonly ConditionalWeakTable<MqttApplicationMessage, HashSet<ClientChannel>> _chosen = [];

    public void Join(ClientChannel client, string name, string filter)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue((name, filter), out var group))
            {
                _groups.Add((name, filter), group = new Group(filter));
            }

            if (!group.Members.Contains(client))
            {
                group.Members.Add(client);
            }
        }
    }

    public void Leave(ClientChannel client, string name, string filter)
    {
        lock (_gate)
        {
            if (_groups.TryGetValue((name, filter), out var group) && group.Members.Remove(client) && group.Members.Count == 0)
            {
                _groups.Remove((name, filter));
            }
        }
    }

    /// <summary>The client is gone.</summary>
    public void Leave(ClientChannel client)
    {
        if (!client.Subscriptions.HasShared)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var (key, group) in _groups.ToList())
            {
                if (group.Members.Remove(client) && group.Members.Count == 0)
                {
                    _groups.Remove(key);
                }
            }
        }
    }

    /// <summary>Decides for each group that a message concerns who gets it.</summary>
    public void Decide(MqttApplicationMessage message)
    {
        lock (_gate)
        {
            if (_groups.Count == 0)
            {
                return;
            }

            HashSet<ClientChannel>? chosen = null;
            foreach (var group in _groups.Values)
            {
                if (TopicFilters.Covers(group.Filter, message.Topic))
                {
                    (chosen ??= []).Add(group.Choose());
                }
            }

            if (chosen is not null)
            {
                _chosen.AddOrUpdate(message, chosen);
            }
        }
    }

    /// <summary>Whether a client that matches a message is to get it: for itself, or as the one of its group.</summary>
    public bool Gets(ClientChannel client, MqttApplicationMessage message) =>
        !client.Subscriptions.HasShared
        || (_chosen.TryGetValue(message, out var chosen) && chosen.Contains(client))
        || client.Subscriptions.HasOwn(message.Topic);
}
