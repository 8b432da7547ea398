using Twins.Protocols.Mqtt.Client.Subscriptions;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>Gives out packet identifiers that are not in use, 1 to 65535, each as late again as can be (5.0, section 2.2.1).</summary>
internal sealed class PacketIds
{
    private readonly HashSet<ushort> _used = [];
    private ushort _last;

    /// <summary>Whether messages may take more; the rest is left to subscriptions.</summary>
    public bool HasRoomForMessages => _used.Count < ushort.MaxValue - SubscriptionExchanges.MaxPending;

    /// <summary>Takes one. The bounds of what may be under way leave some at any time.</summary>
    public ushort Take()
    {
        do
        {
            _last++;
        }
        while (_last == 0 || !_used.Add(_last));
        return _last;
    }

    public void Release(ushort id) => _used.Remove(id);
}
