namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <content>What other members of a shared subscription can take over when a client goes (5.0, section 4.8.2).</content>
internal sealed partial class OutgoingQueue
{
    /// <summary>The connection is lost, and the session stays: takes away what was never sent.</summary>
    public List<Orphan> TakeUnsent()
    {
        lock (_gate)
        {
            return Take(static delivery => delivery is { State: DeliveryState.Queued, IsRepeated: false, IsHeld: false });
        }
    }

    /// <summary>
    /// The session ends, and takes no message any more. Takes away what was never sent, and messages of QoS 1 that were sent and not
    /// acknowledged. A message of QoS 2 that was sent must not be sent to anybody else [MQTT-4.8.2-5]. The rest is forgotten.
    /// </summary>
    public List<Orphan> End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            var orphans = Take(static delivery => delivery.QualityOfService == MqttQualityOfService.AtLeastOnce
                || delivery is { State: DeliveryState.Queued, IsRepeated: false });
            _ring.Clear();
            _replays.Clear();
            return orphans;
        }
    }

    private List<Orphan> Take(Predicate<Delivery> mayMove)
    {
        var orphans = new List<Orphan>();
        for (var sequence = _ring.Head; sequence < _ring.Tail; sequence++)
        {
            var delivery = _ring[sequence];
            if (delivery is { Share: { } share, Message: { } message } && mayMove(delivery))
            {
                orphans.Add(new Orphan(message, share, delivery.Retain));
                Settle(sequence);
            }
        }

        return orphans;
    }
}
