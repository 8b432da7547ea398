using Twins.Protocols.Mqtt.Client.Incoming;
using Twins.Protocols.Mqtt.Client.Transport;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>One connection that the server has accepted: reads packets until it ends, hands messages over and leaves in order.</summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    private readonly MqttClientOptions _options;
    private readonly MqttTransport _transport;
    private readonly ReceiveBuffer _received;
    private readonly ClientSession _session;
    private readonly ReceiverCalls _receiver;
    private readonly string _endpoint;
    private readonly IncomingAliases _aliases;
    private readonly MqttLink _link;
    private readonly KeepAlive? _keepAlive;
    private readonly int _maximumPacketSize;
    private readonly CancellationTokenSource _leaveLimit;
    private MqttException? _farewell;
    private volatile bool _leaving;

    public ServerConnection(
        MqttClientOptions options,
        OpenedConnection opened,
        ClientSession session,
        ReceiverCalls receiver,
        TimeProvider time,
        string endpoint)
    {
        _options = options;
        _transport = opened.Transport;
        _received = opened.Received;
        var grant = opened.Grant;
        _session = session;
        _receiver = receiver;
        _endpoint = endpoint;
        _aliases = new IncomingAliases(options.TopicAliasMaximum);
        _link = new MqttLink(_transport, options.Version, endpoint, session.Gate, time, session.Counters);
        if (grant.KeepAlive > TimeSpan.Zero)
        {
            _keepAlive = new KeepAlive(grant.KeepAlive, options.PingTimeout, time, () => _link.LastSentAt, Probe, GiveUp);
        }

        _maximumPacketSize = grant.MaximumPacketSize ?? MqttLimits.MaxPacketSize;
        _leaveLimit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _leaveLimit.Token.UnsafeRegister(
            static state => _ = ((MqttLink)state!).AbortAsync("the server did not close the connection").AsTask(), _link);
        session.Attach(_link, grant);
    }

    /// <summary>Reads until the connection ends, and says why it did; <see langword="null"/>: it was left.</summary>
    /// <param name="stopping">Ends waits of the receiver, lest they hold up the leave.</param>
    public async Task<MqttException?> RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await TakeReceivedAsync(stopping).ConfigureAwait(false))
            {
                _received.Prepare(MissingPacketLength());
                var count = await _transport.Stream.ReadAsync(_received.Free, CancellationToken.None).ConfigureAwait(false);
                if (count == 0)
                {
                    return _leaving ? null : _link.Lost();
                }

                _keepAlive?.Received();
                _received.Received(count);
            }

            return _farewell;
        }
        catch (Exception error) when (MqttTransport.IsLoss(error))
        {
            return _leaving ? null : _farewell ?? _link.Lost(error);
        }
    }

    /// <summary>Says goodbye and closes the sending side; reading goes on until the server closes, for a bounded time.</summary>
    /// <param name="packet">The goodbye; <see langword="null"/>: none, so that the server takes the client for lost.</param>
    public void Leave(DisconnectPacket? packet)
    {
        _leaving = true;
        _session.Detach();
        if (packet is null)
        {
            _ = _link.AbortAsync("left without a goodbye").AsTask();
        }
        else
        {
            Say(packet);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _leaving = true;
        _keepAlive?.Dispose();
        _leaveLimit.Dispose();
        _session.Detach();
        _link.Dispose();
        await _transport.DisposeAsync().ConfigureAwait(false);
        await _link.Finished.ConfigureAwait(false);
        _received.Dispose();
    }

    // Returns whether more is to be read.
    private async ValueTask<bool> TakeReceivedAsync(CancellationToken stopping)
    {
        if (_leaving)
        {
            _received.Consume(_received.Unread.Length);
            return true;
        }

        try
        {
            HandleReceived();
        }
        catch (MqttProtocolException error)
        {
            _farewell = error;
        }

        if (_receiver.HasBatch)
        {
            _keepAlive?.Pause(paused: true);
            await _receiver.EndBatchAsync(stopping).ConfigureAwait(false);
            _keepAlive?.Pause(paused: false);
        }

        _session.EndBatch(_link);
        if (_farewell is not null)
        {
            await RefuseAsync(_farewell).ConfigureAwait(false);
            return false;
        }

        await _link.WhenRoomAsync().ConfigureAwait(false);
        return true;
    }

    private void HandleReceived()
    {
        while (_farewell is null && !_leaving
            && MqttFraming.TryReadHeader(_received.Unread, _options.MaximumPacketSize, out var header)
            && _received.Unread.Length >= header.TotalLength)
        {
            Handle(header, _received.Unread.Slice(header.HeaderLength, header.BodyLength));
            _received.Consume(header.TotalLength);
        }
    }

    private int MissingPacketLength() =>
        !_leaving && MqttFraming.TryReadHeader(_received.Unread, _options.MaximumPacketSize, out var header) ? header.TotalLength : 0;

    private void Handle(FixedHeader header, ReadOnlySpan<byte> body)
    {
        switch (header.Type)
        {
            case MqttPacketType.Publish:
                HandOver(PublishView.Read(header, body, _options.Version, MqttSender.Server));
                break;
            case MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp:
                _session.Receive(AckView.Read(header, body, _options.Version));
                break;
            case MqttPacketType.PingResp:
                PingPacket.Read(header, _options.Version);
                _keepAlive?.Answered();
                break;
            case MqttPacketType.SubAck:
                _session.Receive(SubAckPacket.Read(header, body, _options.Version));
                break;
            case MqttPacketType.UnsubAck:
                _session.Receive(UnsubAckPacket.Read(header, body, _options.Version));
                break;
            case MqttPacketType.Disconnect when _options.Version == MqttProtocolVersion.V500:
                _farewell = Dismissal(DisconnectPacket.Read(header, body, _options.Version, MqttSender.Server));
                break;
            case MqttPacketType.Auth when _options.Version == MqttProtocolVersion.V500:
                throw Handshake.AuthNotAnnounced();
            default:
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"the server sends {header.Type}", "5.0, section 2.1.2");
        }
    }

    private void HandOver(PublishView publish)
    {
        var topic = publish.TopicAlias == 0 ? publish.Topic : _aliases.Resolve(publish.Topic, publish.TopicAlias);
        MqttAcknowledgement token = default;
        if (publish.QualityOfService != MqttQualityOfService.AtMostOnce
            && !_session.TryReceive(publish.PacketId, publish.QualityOfService, out token))
        {
            return;
        }

        _receiver.HandOver(new MqttIncomingMessage(topic, publish.Payload)
        {
            QualityOfService = publish.QualityOfService,
            Retain = publish.Retain,
            IsDuplicate = publish.IsDuplicate,
            Acknowledgement = token,
            Properties = publish.Properties,
        });
    }

    private MqttRefusedException Dismissal(DisconnectPacket packet) =>
        new(_endpoint, "to go on with the connection", packet.ReasonCode, packet.ReasonString) { ServerReference = packet.ServerReference };

    // The server broke the standard, or said goodbye itself, which is not answered.
    private async Task RefuseAsync(MqttException farewell)
    {
        _leaving = true;
        _session.Detach();
        if (farewell is MqttProtocolException violation && _options.Version == MqttProtocolVersion.V500)
        {
            Say(new DisconnectPacket { ReasonCode = violation.ReasonCode, ReasonString = violation.Violation });
            await DrainAsync().ConfigureAwait(false);
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            do
            {
                _received.Consume(_received.Unread.Length);
                _received.Prepare(0);
            }
            while (await _transport.Stream.ReadAsync(_received.Free, CancellationToken.None).ConfigureAwait(false) > 0);
        }
        catch (Exception error) when (MqttTransport.IsLoss(error))
        {
            // Left either way.
        }
    }

    private void Say(DisconnectPacket packet)
    {
        lock (_session.Gate)
        {
            var start = _link.Writer.Length;
            packet.Write(_link.Writer, _options.Version);
            if (_link.Writer.Length - start > _maximumPacketSize)
            {
                // Explanations must not make it larger than the server takes [MQTT-3.14.2-3].
                _link.Writer.Truncate(start);
                (packet with { ReasonString = null }).Write(_link.Writer, _options.Version);
            }
        }

        _link.Finish();
        _leaveLimit.CancelAfter(_options.PingTimeout);
    }

    private void Probe()
    {
        lock (_session.Gate)
        {
            PingPacket.WriteRequest(_link.Writer);
        }

        _link.FlushSoon();
    }

    private void GiveUp(TimeSpan waited) =>
        _ = _link.AbortAsync(FormattableString.Invariant($"the server did not answer a PINGREQ within {waited.TotalMilliseconds} ms")).AsTask();
}
