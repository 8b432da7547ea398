using System.Collections.Concurrent;
using System.Text;
using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>
/// Who gets what. A search needs no lock; what it found is remembered by topic until any subscription changes, so that a publisher that
/// stays with its topics costs one look-up each.
/// </summary>
internal sealed class RoutingTable
{
    private const int MaxRememberedTopics = 16_384;
    private const int LongestRememberedTopic = 512;

    private readonly Lock _gate = new();
    private readonly TopicTree<RouteTarget> _targets = new();
    private readonly Dictionary<string, ShareGroup> _shares = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<byte[], TopicRoute> _routes = new(TopicBytesComparer.Instance);
    private readonly ConcurrentDictionary<byte[], TopicRoute>.AlternateLookup<ReadOnlySpan<byte>> _routesBySpan;
    private long _version;
    private int _count;

    public RoutingTable() => _routesBySpan = _routes.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>How many subscriptions there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The route of a topic name; remembered unless the name is long.</summary>
    public TopicRoute Find(ReadOnlySpan<byte> topic)
    {
        if (_routesBySpan.TryGetValue(topic, out var route))
        {
            return route;
        }

        route = new TopicRoute(topic);
        if (topic.Length <= LongestRememberedTopic)
        {
            if (_routes.Count >= MaxRememberedTopics)
            {
                _routes.Clear();
            }

            _routes[route.Topic] = route;
        }

        return route;
    }

    /// <summary>Whom a topic leads to now.</summary>
    public Destinations Resolve(TopicRoute route)
    {
        var version = Volatile.Read(ref _version);
        var destinations = route.Destinations;
        if (destinations.Version == version)
        {
            return destinations;
        }

        var found = new FoundTargets([], []);
        _targets.Match(route.Topic, ref found);
        return route.Destinations = new Destinations(version, Recipient.From(found.Subscriptions), [.. found.Shares]);
    }

    /// <summary>Adds a subscription to its session, in place of the earlier one to the same filter.</summary>
    /// <returns>The subscription, and whether the session had none to the filter.</returns>
    public (Subscription Subscription, bool IsNew) Add(Session session, MqttSubscription terms, int identifier)
    {
        lock (_gate)
        {
            var earlier = session.FindSubscription(terms.Filter);
            if (session.HasEnded)
            {
                return (new Subscription(session, terms, identifier, share: null), false);
            }

            var (filter, share) = Split(terms.Filter);
            var subscription = new Subscription(session, terms, identifier, share);
            if (share is not null)
            {
                share.Add(subscription);
                _targets.Add(filter, share);
            }
            else
            {
                // The new one first: a message in between comes twice rather than not at all.
                _targets.Add(filter, subscription);
                if (earlier is not null)
                {
                    _targets.Remove(filter, earlier);
                }
            }

            session.SetSubscription(subscription);
            _count += earlier is null ? 1 : 0;
            Interlocked.Increment(ref _version);
            return (subscription, earlier is null);
        }
    }

    /// <summary>Removes a subscription from its session; returns whether there was one.</summary>
    public bool Remove(Session session, string filterText)
    {
        lock (_gate)
        {
            if (session.FindSubscription(filterText) is not { } subscription)
            {
                return false;
            }

            session.RemoveSubscription(filterText);
            _count--;
            Forget(subscription);
            Interlocked.Increment(ref _version);
            return true;
        }
    }

    /// <summary>A session ends: removes all its subscriptions, and takes none any more.</summary>
    public void RemoveAll(Session session)
    {
        lock (_gate)
        {
            session.HasEnded = true;
            foreach (var subscription in session.Subscriptions)
            {
                Remove(session, subscription.Terms.Filter);
            }
        }
    }

    /// <summary>The shared subscription of a key, for what another run left under way to it; null when nobody takes part any more.</summary>
    public ShareGroup? FindShare(string key)
    {
        lock (_gate)
        {
            return _shares.GetValueOrDefault(key);
        }
    }

    private void Forget(Subscription subscription)
    {
        var bytes = Encoding.UTF8.GetBytes(subscription.Terms.Filter);
        if (subscription.Share is not { } share)
        {
            _targets.Remove(bytes, subscription);
            return;
        }

        share.Remove(subscription);
        if (share.IsEmpty && TopicFilter.TrySplitShared(bytes, out _, out var filter))
        {
            _targets.Remove(filter, share);
            _shares.Remove(share.Key);
        }
    }

    private (byte[] Filter, ShareGroup? Share) Split(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!TopicFilter.TrySplitShared(bytes, out _, out var filter))
        {
            return (bytes, null);
        }

        if (!_shares.TryGetValue(text, out var share))
        {
            _shares[text] = share = new ShareGroup(text);
        }

        return (filter.ToArray(), share);
    }

    private readonly record struct FoundTargets(List<Subscription> Subscriptions, List<ShareGroup> Shares) : ITopicMatches<RouteTarget>
    {
        public void Add(ReadOnlySpan<RouteTarget> values)
        {
            foreach (var target in values)
            {
                if (target is Subscription subscription)
                {
                    Subscriptions.Add(subscription);
                }
                else
                {
                    Shares.Add((ShareGroup)target);
                }
            }
        }
    }
}
