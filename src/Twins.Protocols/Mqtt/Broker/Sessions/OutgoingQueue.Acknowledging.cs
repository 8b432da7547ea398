using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Routing;

namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <content>What the client says of what it got (5.0, section 4.3).</content>
internal sealed partial class OutgoingQueue
{
    /// <summary>PUBACK. An identifier that is not under way is no error: a repeated answer may cross the first.</summary>
    /// <exception cref="MqttProtocolException">The message was sent with QoS 2.</exception>
    public void Acknowledge(BrokerConnection connection, ushort packetId, DeliveryBatch batch)
    {
        lock (_gate)
        {
            if (_connection != connection || !_ring.TryFind(packetId, out var sequence))
            {
                return;
            }

            Demand(sequence, packetId, MqttQualityOfService.AtLeastOnce, "PUBACK");
            if (_ring[sequence].State == DeliveryState.Sent)
            {
                SettleAndGoOn(sequence, batch);
            }
        }
    }

    /// <summary>PUBREC. Returns with which reason code PUBREL answers; null when it does not, because the client refused.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="packetId">The packet identifier.</param>
    /// <param name="code">The client's reason code.</param>
    /// <param name="batch">Learns whether the store has to know before PUBREL is sent, lest the message be sent again after it.</param>
    /// <exception cref="MqttProtocolException">The message was sent with QoS 1.</exception>
    public MqttReasonCode? Received(BrokerConnection connection, ushort packetId, MqttReasonCode code, DeliveryBatch batch)
    {
        lock (_gate)
        {
            if (_connection != connection || !_ring.TryFind(packetId, out var sequence))
            {
                return code >= MqttReasonCode.UnspecifiedError ? null : MqttReasonCode.PacketIdentifierNotFound;
            }

            Demand(sequence, packetId, MqttQualityOfService.ExactlyOnce, "PUBREC");
            if (_ring[sequence].State == DeliveryState.Sent)
            {
                if (code >= MqttReasonCode.UnspecifiedError)
                {
                    SettleAndGoOn(sequence, batch);
                    return null;
                }

                _ring.Release(sequence);
                if (session.IsKept && services.Store is { } store)
                {
                    store.Release(session.ClientId, sequence);
                    batch.NeedsCommit = true;
                }
            }

            return MqttReasonCode.Success;
        }
    }

    /// <summary>PUBCOMP.</summary>
    public void Complete(BrokerConnection connection, ushort packetId, DeliveryBatch batch)
    {
        lock (_gate)
        {
            if (_connection == connection && _ring.TryFind(packetId, out var sequence) && _ring[sequence].State == DeliveryState.Released)
            {
                SettleAndGoOn(sequence, batch);
            }
        }
    }

    private void SettleAndGoOn(long sequence, DeliveryBatch batch)
    {
        Settle(sequence);
        Pump(batch);
        Relieve();
    }

    private void Demand(long sequence, ushort packetId, MqttQualityOfService expected, string packet)
    {
        if (_ring[sequence].QualityOfService != expected)
        {
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError,
                FormattableString.Invariant($"{packet} answers packet {packetId}, which was sent with QoS {(int)_ring[sequence].QualityOfService}"),
                "5.0, section 4.3");
        }
    }
}
