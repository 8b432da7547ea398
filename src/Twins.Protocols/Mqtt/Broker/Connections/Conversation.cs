using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>
/// What a client that was admitted says, and what it is answered. Packets are handled where they stand in the receive buffer; answers are
/// collected, and sent together once the store has what they acknowledge.
/// </summary>
internal sealed class Conversation : IDisposable
{
    /// <summary>How many packets are handled before what they set going is finished.</summary>
    private const int MostPerBatch = 1024;

    private readonly BrokerConnection _connection;
    private readonly BrokerServices _broker;
    private readonly DeliveryBatch _batch = new();
    private readonly MqttWriter _replies = new();
    private readonly IncomingPublishes _publishes;
    private readonly IncomingSubscriptions _subscriptions;

    public Conversation(BrokerConnection connection, Session session, MqttIdentity identity, Agreement agreed, BrokerServices broker)
    {
        _connection = connection;
        _broker = broker;
        Session = session;
        Version = agreed.Terms.Version;
        var replies = new Replies(_replies, agreed.Terms);
        _publishes = new IncomingPublishes(connection, session, identity, replies, _batch, broker);
        _subscriptions = new IncomingSubscriptions(connection, session, identity, replies, _batch, broker);
    }

    public Session Session { get; }

    public MqttProtocolVersion Version { get; }

    /// <summary>Whether the client took its leave.</summary>
    public bool HasEnded { get; private set; }

    public long PacketsReceived { get; private set; }

    public long MessagesReceived => _publishes.Count;

    /// <summary>Handles the whole packets that were received, up to a number, and until a subscriber does not keep up.</summary>
    /// <exception cref="MqttProtocolException">The client broke the standard.</exception>
    public Progress Handle(ReadOnlySpan<byte> received)
    {
        var consumed = 0;
        for (var count = 0; count < MostPerBatch && !HasEnded && _batch.Congested is null; count++)
        {
            var rest = received[consumed..];
            if (!MqttFraming.TryReadHeader(rest, _broker.Options.MaxPacketSize, out var header))
            {
                return new Progress(consumed, NeedsMore: true, PacketLength: 0);
            }

            if (rest.Length < header.TotalLength)
            {
                return new Progress(consumed, NeedsMore: true, header.TotalLength);
            }

            Dispatch(header, rest.Slice(header.HeaderLength, header.BodyLength));
            PacketsReceived++;
            consumed += header.TotalLength;
        }

        return new Progress(consumed, NeedsMore: false, PacketLength: 0);
    }

    /// <summary>Finishes what the packets since the last call set going: sends, stores, waits for subscribers, then answers.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await _batch.FinishAsync(_broker.Store).ConfigureAwait(false);
        if (_batch.Congested is { } congested)
        {
            _batch.Congested = null;
            await WaitForAsync(congested, cancellationToken).ConfigureAwait(false);
        }

        _connection.Output.Send(_replies.Written);
        _replies.Clear();
        _publishes.Acknowledged();
        _subscriptions.BeginReplays();
        _batch.Flush();
    }

    public void Dispose()
    {
        _replies.Dispose();
        _publishes.Dispose();
    }

    private void Dispatch(FixedHeader header, ReadOnlySpan<byte> body)
    {
        switch (header.Type)
        {
            case MqttPacketType.Publish:
                _publishes.Handle(header, body);
                break;
            case MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp:
                _publishes.HandleAck(AckView.Read(header, body, Version));
                break;
            case MqttPacketType.Subscribe:
                _subscriptions.Handle(SubscribePacket.Read(header, body, Version));
                break;
            case MqttPacketType.Unsubscribe:
                _subscriptions.Handle(UnsubscribePacket.Read(header, body, Version));
                break;
            case MqttPacketType.PingReq:
                PingPacket.Read(header, Version);
                PingPacket.WriteResponse(_replies);
                break;
            case MqttPacketType.Disconnect:
                Leave(DisconnectPacket.Read(header, body, Version, MqttSender.Client));
                break;
            default:
                header.Demand(Version);
                throw Misplaced(header.Type);
        }
    }

    private void Leave(DisconnectPacket packet)
    {
        HasEnded = true;
        if (packet.SessionExpirySeconds is { } seconds)
        {
            if (seconds > 0 && !Session.IsKept)
            {
                throw new MqttProtocolException(
                    MqttReasonCode.ProtocolError,
                    FormattableString.Invariant($"DISCONNECT sets a session expiry of {seconds} s, and CONNECT had set none"),
                    "5.0, section 3.14.2.2.2");
            }

            var most = _broker.Options.MaxSessionExpiry;
            _broker.Sessions.ChangeExpiry(_connection, seconds > most.TotalSeconds ? most : TimeSpan.FromSeconds(seconds));
        }

        _connection.KeepsWill = packet.ReasonCode != MqttReasonCode.Success;
    }

    private static MqttProtocolException Misplaced(MqttPacketType type) => type switch
    {
        MqttPacketType.Connect => new(MqttReasonCode.ProtocolError, "a second CONNECT came on one connection", "MQTT-3.1.0-2"),
        MqttPacketType.Auth => new(
            MqttReasonCode.ProtocolError, "AUTH came, and CONNECT had named no authentication method", "MQTT-4.12.0-6"),
        _ => new(MqttReasonCode.ProtocolError, $"{type} came from a client, which only a broker sends", "5.0, section 2.1.2"),
    };

    // Nobody waits for itself: its own acknowledgements come over this connection.
    private async ValueTask WaitForAsync(OutgoingQueue congested, CancellationToken cancellationToken)
    {
        var patience = _broker.Options.PublisherPatience;
        if (congested == Session.Outgoing || patience == TimeSpan.Zero)
        {
            return;
        }

        var relief = congested.WhenRelievedAsync();
        if (relief.IsCompleted)
        {
            return;
        }

        var wait = relief.WaitAsync(patience, _broker.Time, cancellationToken);
        _broker.Counters.PublisherPause();
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!relief.IsCompleted)
        {
            congested.GiveUpOn();
        }
    }
}
