using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Incoming;

/// <summary>
/// QoS 1 and 2 messages from the server until their last acknowledgement. What was received at QoS 2 outlives connections, so that a
/// message which comes again is not handed over twice (5.0, section 4.3.3). Everything is done under the client's gate.
/// </summary>
internal sealed class IncomingMessages(MqttClientOptions options)
{
    private readonly AcknowledgementOrder _received1 = new();
    private readonly AcknowledgementOrder _received2 = new();
    private readonly Dictionary<ushort, ReceivedMessage> _exactlyOnce = [];
    private MqttLink? _link;
    private int _connection;
    private int _session;
    private long _serial;

    /// <summary>Messages of this connection that the server counts against the receive maximum.</summary>
    public int Unacknowledged { get; private set; }

    /// <summary>Acknowledgements go over this connection from now on.</summary>
    public void Attach(MqttLink link, bool sessionPresent)
    {
        _link = link;
        _connection++;
        _received1.Clear();
        _received2.Clear();
        Unacknowledged = 0;
        if (!sessionPresent)
        {
            _session++;
            _exactlyOnce.Clear();
        }
    }

    public void Detach() => _link = null;

    /// <summary>Takes a QoS 1 message.</summary>
    /// <exception cref="MqttProtocolException">The receive maximum is exceeded.</exception>
    public MqttAcknowledgement ReceiveAtLeastOnce(ushort packetId)
    {
        Count();
        return new MqttAcknowledgement(_connection, packetId, MqttQualityOfService.AtLeastOnce, _received1.Add(packetId, done: false));
    }

    /// <summary>Takes a QoS 2 message.</summary>
    /// <returns>Whether it is a new one, which is to be handed over.</returns>
    /// <exception cref="MqttProtocolException">The receive maximum is exceeded.</exception>
    public bool TryReceiveExactlyOnce(ushort packetId, out MqttAcknowledgement token)
    {
        ref var message = ref CollectionsMarshal.GetValueRefOrAddDefault(_exactlyOnce, packetId, out var isKnown);
        if (!isKnown)
        {
            message.Serial = ++_serial;
        }

        if (message.Connection != _connection)
        {
            message.Connection = _connection;
            message.Place = _received2.Add(packetId, message.IsDone);
            Count();
        }
        else if (message.IsAcknowledged)
        {
            _link?.WriteAck(MqttPacketType.PubRec, packetId);
        }

        token = new MqttAcknowledgement(_session, packetId, MqttQualityOfService.ExactlyOnce, message.Serial);
        Drain();
        return !isKnown;
    }

    /// <summary>The server lets go of a QoS 2 message (PUBREL).</summary>
    /// <exception cref="MqttProtocolException">It was not acknowledged yet.</exception>
    public void Release(ushort packetId)
    {
        if (!_exactlyOnce.TryGetValue(packetId, out var message))
        {
            _link?.WriteAck(MqttPacketType.PubComp, packetId, MqttReasonCode.PacketIdentifierNotFound);
            return;
        }

        if (!message.IsAcknowledged)
        {
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError,
                FormattableString.Invariant($"PUBREL releases packet {packetId}, for which no PUBREC was sent"),
                "MQTT-4.3.3-5");
        }

        _exactlyOnce.Remove(packetId);
        Unacknowledged -= message.Connection == _connection ? 1 : 0;
        _link?.WriteAck(MqttPacketType.PubComp, packetId);
    }

    /// <summary>The receiver is done with a message.</summary>
    public void Acknowledge(MqttAcknowledgement token)
    {
        if (token.QualityOfService == MqttQualityOfService.AtLeastOnce && token.Era == _connection)
        {
            _received1.Done(token.Place);
        }
        else if (token.QualityOfService == MqttQualityOfService.ExactlyOnce && token.Era == _session)
        {
            ref var message = ref CollectionsMarshal.GetValueRefOrNullRef(_exactlyOnce, token.PacketId);
            if (!Unsafe.IsNullRef(ref message) && message.Serial == token.Place)
            {
                message.IsDone = true;
                if (message.Connection == _connection)
                {
                    _received2.Done(message.Place);
                }
            }
        }

        Drain();
    }

    /// <summary>The receiver is done with all that it was given.</summary>
    public void AcknowledgeAll()
    {
        _received1.AllDone();
        _received2.AllDone();
        Drain();
    }

    private void Drain()
    {
        if (_link is null)
        {
            return;
        }

        while (_received1.TryTake(out var packetId, out _))
        {
            _link.WriteAck(MqttPacketType.PubAck, packetId);
            Unacknowledged--;
        }

        while (_received2.TryTake(out var packetId, out var place))
        {
            ref var message = ref CollectionsMarshal.GetValueRefOrNullRef(_exactlyOnce, packetId);

            // A server that released it over this connection without waiting for the PUBREC needs none any more.
            if (!Unsafe.IsNullRef(ref message) && message.Place == place && message.Connection == _connection)
            {
                message.IsDone = true;
                message.IsAcknowledged = true;
                _link.WriteAck(MqttPacketType.PubRec, packetId);
            }
        }
    }

    // 3.1.1 has no receive maximum; there the number of packet identifiers is the bound.
    private void Count()
    {
        var maximum = options.Version == MqttProtocolVersion.V500 ? options.ReceiveMaximum : ushort.MaxValue;
        if (++Unacknowledged > maximum)
        {
            throw new MqttProtocolException(
                MqttReasonCode.ReceiveMaximumExceeded,
                FormattableString.Invariant($"{Unacknowledged} messages at QoS 1 and 2 are unacknowledged, and {maximum} are accepted"),
                "MQTT-3.3.4-9");
        }
    }

    /// <summary>A message at QoS 2 that the server has not released.</summary>
    private struct ReceivedMessage
    {
        /// <summary>Tells it from an earlier message of the same packet identifier.</summary>
        public long Serial;

        /// <summary>The connection over which it came last.</summary>
        public int Connection;

        /// <summary>Its place in the order of that connection's acknowledgements.</summary>
        public long Place;

        /// <summary>Whether the receiver is done with it.</summary>
        public bool IsDone;

        /// <summary>Whether a PUBREC was sent for it.</summary>
        public bool IsAcknowledged;
    }
}
