using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>
/// The sessions that share a subscription (5.0, section 4.8.2): each message goes to one of them, in turn. Members that are connected and
/// keep up come first, then connected ones, then those that are away.
/// </summary>
/// <param name="key">The filter with <c>$share/name/</c> before it.</param>
internal sealed class ShareGroup(string key) : RouteTarget
{
    private ImmutableArray<Subscription> _members = [];
    private int _turn = -1;

    public string Key { get; } = key;

    public bool IsEmpty => _members.IsEmpty;

    /// <summary>Adds a member, in place of the same session's earlier subscription. Called by the routing table only.</summary>
    public void Add(Subscription member)
    {
        var at = IndexOf(member.Session);
        _members = at < 0 ? _members.Add(member) : _members.SetItem(at, member);
    }

    /// <summary>Takes a member away. Called by the routing table only.</summary>
    public void Remove(Subscription member) => _members = _members.RemoveAll(other => other.Session == member.Session);

    /// <summary>Who gets the next message; null when nobody can take one of this quality of service.</summary>
    /// <param name="qualityOfService">As it was published: members that are away take none of QoS 0.</param>
    public Subscription? Choose(MqttQualityOfService qualityOfService)
    {
        var members = _members;
        Subscription? best = null;
        var rank = MemberRank.Unfit;
        var turn = (uint)Interlocked.Increment(ref _turn);
        for (var offset = 0; offset < members.Length && rank < MemberRank.KeepsUp; offset++)
        {
            var member = members[(int)((turn + (uint)offset) % (uint)members.Length)];
            var memberRank = RankOf(member, qualityOfService);
            if (memberRank > rank)
            {
                (best, rank) = (member, memberRank);
            }
        }

        return best;
    }

    private static MemberRank RankOf(Subscription member, MqttQualityOfService published)
    {
        var queue = member.Session.Outgoing;
        if (queue.IsConnected)
        {
            return queue.IsCongested ? MemberRank.Connected : MemberRank.KeepsUp;
        }

        return published == MqttQualityOfService.AtMostOnce || member.Terms.QualityOfService == MqttQualityOfService.AtMostOnce
            ? MemberRank.Unfit
            : MemberRank.Away;
    }

    private int IndexOf(Sessions.Session session)
    {
        for (var index = 0; index < _members.Length; index++)
        {
            if (_members[index].Session == session)
            {
                return index;
            }
        }

        return -1;
    }

    private enum MemberRank
    {
        Unfit,
        Away,
        Connected,
        KeepsUp,
    }
}
