using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>What a store knows of one session.</summary>
internal sealed class SessionImage(MqttStoredSession session)
{
    private readonly Dictionary<string, MqttStoredSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<long, MqttRecoveredDelivery> _deliveries = [];
    private readonly HashSet<ushort> _receipts = [];

    public MqttStoredSession Session { get; set; } = session;

    public IEnumerable<MqttStoredSubscription> Subscriptions => _subscriptions.Values;

    public IEnumerable<MqttRecoveredDelivery> Deliveries => _deliveries.Values;

    public IEnumerable<ushort> Receipts => _receipts;

    public void Subscribe(MqttStoredSubscription subscription) => _subscriptions[subscription.Subscription.Filter] = subscription;

    public bool Unsubscribe(string filter) => _subscriptions.Remove(filter);

    public void Deliver(MqttRecoveredDelivery delivery) => _deliveries[delivery.Delivery.Sequence] = delivery;

    public bool Release(long sequence)
    {
        if (!_deliveries.TryGetValue(sequence, out var delivery) || delivery.Released)
        {
            return false;
        }

        _deliveries[sequence] = delivery with { Released = true };
        return true;
    }

    public bool Settle(long sequence) => _deliveries.Remove(sequence);

    public void Receive(ushort packetId) => _receipts.Add(packetId);

    public bool CompleteReceipt(ushort packetId) => _receipts.Remove(packetId);

    public MqttRecoveredSession ToRecovered() => new(
        Session,
        [.. _subscriptions.Values],
        [.. _deliveries.Values.OrderBy(delivery => delivery.Delivery.Sequence)],
        [.. _receipts.Order()]);
}
