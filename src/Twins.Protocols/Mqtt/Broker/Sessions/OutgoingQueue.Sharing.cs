namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <content>Deliveries of a shared subscription that another member can take over (5.0, section 4.8.2).</content>
internal sealed partial class OutgoingQueue
{
    /// <summary>
    /// Takes away what another member of a share may get instead: what was never sent, and at the end of the session also messages of
    /// QoS 1 that were sent and not acknowledged. A message of QoS 2 that was sent stays, for it must not be sent to anybody else
    /// [MQTT-4.8.2-5].
    /// </summary>
    /// <param name="sessionEnds">Whether the session ends, rather than its connection.</param>
    public List<Orphan> TakeShared(bool sessionEnds)
    {
        var orphans = new List<Orphan>();
        lock (_gate)
        {
            for (var sequence = _ring.Head; sequence < _ring.Tail; sequence++)
            {
                ref var delivery = ref _ring[sequence];
                if (delivery is { Share: { } share, Message: { } message } && MayMove(delivery, sessionEnds))
                {
                    orphans.Add(new Orphan(message, share, delivery.Retain));
                    Settle(sequence);
                }
            }
        }

        return orphans;
    }

    private static bool MayMove(in Delivery delivery, bool sessionEnds) => delivery.State switch
    {
        _ when delivery.IsHeld => false,
        DeliveryState.Queued when !delivery.IsRepeated => true,
        DeliveryState.Queued or DeliveryState.Sent => sessionEnds && delivery.QualityOfService == MqttQualityOfService.AtLeastOnce,
        _ => false,
    };
}
