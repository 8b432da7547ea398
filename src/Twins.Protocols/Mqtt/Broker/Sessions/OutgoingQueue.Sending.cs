using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <content>What is sent, and when: as much as the client's receive maximum and its transport take.</content>
internal sealed partial class OutgoingQueue
{
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(1);

    private DateTimeOffset _nextSearch;

    private void Pump(DeliveryBatch? batch)
    {
        SendWaiting(batch);
        while (HasRoom() && _ring.Waiting == 0 && _replays.TryPeek(out var replay))
        {
            if (replay.Take() is { } message)
            {
                SendRetained(message, replay.Terms, batch);
            }
            else
            {
                _replays.Dequeue();
            }
        }
    }

    private bool HasRoom() =>
        _connection is { } connection && connection.Output.PendingBytes < QueueLimits.EncodedAhead && _ring.InFlight < _quota;

    private void SendWaiting(DeliveryBatch? batch)
    {
        while (HasRoom() && _ring.TryPeek(out var sequence))
        {
            ref var delivery = ref _ring[sequence];
            if (delivery.State == DeliveryState.ToRelease)
            {
                _connection!.SendAck(MqttPacketType.PubRel, DeliveryRing.PacketIdOf(sequence));
                _ring.MarkSent(sequence);
            }
            else if (services.Messages.IsExpired(delivery.Message!))
            {
                services.Counters.DroppedExpired();
                Settle(sequence);
            }
            else
            {
                SendDelivery(sequence, batch);
            }
        }
    }

    private void SendDelivery(long sequence, DeliveryBatch? batch)
    {
        ref var delivery = ref _ring[sequence];
        var message = delivery.Message!;
        var packet = new PublishPacket
        {
            Topic = message.Topic.Span,
            Payload = message.Payload.Span,
            ForwardedProperties = message.Properties.Span,
            MessageExpirySeconds = services.Messages.RemainingSeconds(message),
            QualityOfService = delivery.QualityOfService,
            PacketId = DeliveryRing.PacketIdOf(sequence),
            IsDuplicate = delivery.IsRepeated,
            Retain = delivery.Retain,
            SubscriptionIdentifiers = delivery.Identifiers.AsSpan(),
        };
        if (Write(_connection!, packet, message.Payload, batch))
        {
            _ring.MarkSent(sequence);
        }
        else
        {
            Settle(sequence);
        }
    }

    private void SendRetained(MqttStoredMessage message, DeliveryTerms terms, DeliveryBatch? batch)
    {
        if (services.Messages.IsExpired(message))
        {
            return;
        }

        terms = terms with { QualityOfService = (MqttQualityOfService)Math.Min((int)terms.QualityOfService, (int)message.QualityOfService) };
        if (terms.QualityOfService == MqttQualityOfService.AtMostOnce)
        {
            Write(_connection!, Publication.Of(message, services.Messages).ToPacket(terms), message.Payload, batch);
            return;
        }

        Append(message, terms, holder: null);
        if (session.IsKept)
        {
            services.Store?.Accept(new MqttStoredPublication(message, retain: false, receipt: null, [Stored(_ring.Tail - 1)]));
        }

        SendWaiting(batch);
    }

    // Returns whether the message is under way; one that is too long for the client is done with [MQTT-3.1.2-25].
    private bool Write(BrokerConnection connection, in PublishPacket packet, ReadOnlyMemory<byte> shared, DeliveryBatch? batch)
    {
        switch (connection.Output.Publish(packet, shared))
        {
            case PublishOutcome.WrittenFirst when batch is not null:
                batch.Touch(connection.Output);
                return true;
            case PublishOutcome.WrittenFirst:
                connection.Output.Schedule();
                return true;
            case PublishOutcome.TooLarge:
                services.Counters.DroppedTooLarge();
                return false;
            default:
                return true;
        }
    }

    private void Settle(long sequence)
    {
        _ring.Settle(sequence);
        if (session.IsKept)
        {
            services.Store?.Settle(session.ClientId, sequence);
        }
    }

    // A full queue is searched once a second at most, or a flood would search it with every message.
    private void DropExpiredAtTimes()
    {
        var now = services.Time.GetUtcNow();
        if (now >= _nextSearch)
        {
            _nextSearch = now + BetweenSearches;
            DropExpired();
        }
    }

    private void DropExpired()
    {
        for (var sequence = _ring.Head; sequence < _ring.Tail; sequence++)
        {
            if (_ring[sequence] is { State: DeliveryState.Queued, IsHeld: false, Message: { ExpiresAt: not null } message }
                && services.Messages.IsExpired(message))
            {
                services.Counters.DroppedExpired();
                Settle(sequence);
            }
        }
    }
}
