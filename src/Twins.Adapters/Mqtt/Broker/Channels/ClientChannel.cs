using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Adapters.Mqtt.Broker.Diagnostics;
using Twins.Adapters.Mqtt.Broker.Retained;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>
/// One client's connection between Kestrel's pipes and MQTTnet's server. The server routes messages, and keeps subscriptions and
/// retained messages; the channel keeps what concerns one connection and the server leaves open: bounds before and after CONNECT,
/// keep-alive on the monotonic clock, the windows of QoS 1 and 2, packet identifiers, repeated messages, expiry, and what CONNACK tells.
/// Of a message that it takes over for its window it tells the server at once that the client has it.
/// </summary>
internal sealed class ClientChannel : IMqttChannelAdapter
{
    // Answers that a client lets wait; one that asks on without reading is ended.
    private const int MaxAnswers = 10_000;
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly IDuplexPipe _pipe;
    private readonly Action _abort;
    private readonly SiteBrokerOptions _options;
    private readonly BrokerDiagnostics _diagnostics;
    private readonly TimeProvider _clock;
    private readonly PacketReader _reader;
    private readonly PacketWriter _writer;
    private readonly Outbox _outbox;
    private readonly InboundRules _rules;
    private readonly Queue<MqttPacket> _settled = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Signal _pumpSignal = new();
    private readonly Signal _wake = new();
    private readonly Task _pump;
    private TimeSpan _keepAlive;
    private ushort _asksKeepAlive;
    private long _receivedAt;
    private int _ended;
    private volatile bool _accepted;

    public ClientChannel(IDuplexPipe pipe, Action abort, ClientPeer peer, SiteBrokerOptions options, BrokerDiagnostics diagnostics, TimeProvider clock)
    {
        (_pipe, _abort, Peer, _options, _diagnostics, _clock) = (pipe, abort, peer, options, diagnostics, clock);
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(256, 64 << 10));
        _reader = new PacketReader(pipe.Input, PacketFormatterAdapter, options.MaxConnectBytes);
        _writer = new PacketWriter(pipe.Output, PacketFormatterAdapter);
        _outbox = new Outbox(options.StalledAfter, clock);
        _rules = new InboundRules(options);
        _receivedAt = clock.GetTimestamp();
        Queue = new QueueMeter(options.MaxQueuedMessages, options.MaxQueuedBytes);
        _pump = Task.Run(PumpAsync);
    }

    public ClientPeer Peer { get; }

    /// <summary>What the client said of itself; null before.</summary>
    public MqttConnectPacket? Connect { get; private set; }

    public string ClientId => Connect?.ClientId ?? "";

    /// <summary>Whether the client sent no identifier and was given one.</summary>
    public bool HasAssignedId { get; private set; }

    /// <summary>As whom it was recognised.</summary>
    public BrokerIdentity Identity { get; set; } = BrokerIdentity.Anybody;

    /// <summary>Its subscriptions.</summary>
    public ClientSubscriptions Subscriptions { get; } = new();

    /// <summary>What waits for it.</summary>
    public QueueMeter Queue { get; }

    /// <summary>Whether it is another broker's bridge (mosquitto marks them in the protocol level): it gets nothing back that it brought.</summary>
    public bool IsBridge => Connect?.TryPrivate == true;

    public bool IsV5 => PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    /// <summary>Whether it was let in.</summary>
    public bool IsAccepted => _accepted;

    /// <summary>Done when its client identifier is free again.</summary>
    public Task Finished => _finished.Task;

    public long BytesReceived => _reader.BytesReceived;

    public long BytesSent => _writer.BytesSent;

    public X509Certificate2? ClientCertificate => Peer.Certificate;

    public EndPoint? RemoteEndPoint => Peer.RemoteEndPoint;

    public EndPoint? LocalEndPoint => Peer.LocalEndPoint;

    public bool IsSecureConnection => Peer.IsSecure;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void ResetStatistics()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    /// <summary>Ends the connection, with a reason for clients of 5.0. May be called from anywhere, and again.</summary>
    public void End(MqttDisconnectReasonCode reason)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _outbox.End(IsV5 && _accepted ? new MqttDisconnectPacket { ReasonCode = reason } : null);
            Queue.Close();
            _wake.Set();
            _pumpSignal.Set();
        }
    }

    /// <summary>Looks at what depends on time: keep-alive, and messages that wait.</summary>
    public void CheckDeadlines()
    {
        if (_accepted && Volatile.Read(ref _ended) == 0 && _keepAlive > TimeSpan.Zero && _clock.GetElapsedTime(Volatile.Read(ref _receivedAt)) > _keepAlive * 1.5)
        {
            _diagnostics.Report(
                BrokerCount.KeepAliveTimeouts, ClientId, RemoteEndPoint, $"Nothing came from it for one and a half times its keep-alive of {_keepAlive.TotalSeconds} s.");
            End(MqttDisconnectReasonCode.KeepAliveTimeout);
        }
        else if (_outbox.HasWaiting)
        {
            _pumpSignal.Set();
        }
    }

    /// <inheritdoc/>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var wake = _wake.Task;
                if (Volatile.Read(ref _ended) != 0)
                {
                    return null;
                }

                if (TakeSettled() is { } settled)
                {
                    return settled;
                }

                MqttPacket? packet = null;
                var step = _rules.IsBehind ? ReadStep.Wait : _reader.TryRead(out packet);
                if (step == ReadStep.Closed)
                {
                    return null;
                }

                if (step == ReadStep.Packet)
                {
                    Volatile.Write(ref _receivedAt, _clock.GetTimestamp());
                    if (Accept(packet!))
                    {
                        return packet;
                    }

                    continue;
                }

                await WaitAsync(_rules.IsBehind ? wake : Task.WhenAny(wake, _reader.Arrival), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ProtocolFault fault)
        {
            await RefuseAsync(fault).ConfigureAwait(false);
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttPublishPacket { QualityOfServiceLevel: MqttQualityOfServiceLevel.AtMostOnce } message:
                OnTaken(message, MessageDeadline.Remaining(message.UserProperties, _clock) is not { } left || left > TimeSpan.Zero);
                await WriteMessageAsync(message, cancellationToken).ConfigureAwait(false);
                return;
            case MqttPublishPacket message:
                _outbox.Add(Copy(message));
                Settle(message);
                _pumpSignal.Set();
                return;
            case MqttPubRelPacket or MqttPubCompPacket or MqttPingRespPacket:
                // The server sees none of the packets that these answer.
                return;
            case MqttConnAckPacket answer:
                Complete(answer);
                await WriteAsync(answer, cancellationToken).ConfigureAwait(false);
                return;
            default:
                _rules.OnAnswer(packet, IsV5);
                await WriteAsync(packet, cancellationToken).ConfigureAwait(false);
                _rules.OnAnswered(packet);
                _wake.Set();
                return;
        }
    }

    /// <summary>The client identifier may be used by another connection.</summary>
    public void SetFinished() => _finished.TrySetResult();

    /// <summary>Sends what is left to say, and lets go of the transport.</summary>
    public async Task FinishAsync()
    {
        Interlocked.Exchange(ref _ended, 1);
        _outbox.End(null);
        Queue.Close();
        _pumpSignal.Set();
        using var patience = new CancellationTokenSource(FarewellTimeout, _clock);
        try
        {
            await _pump.WaitAsync(patience.Token).ConfigureAwait(false);
            await _pipe.Output.CompleteAsync().ConfigureAwait(false);
            await _reader.DrainAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception late) when (late is OperationCanceledException or IOException or InvalidOperationException)
        {
            _diagnostics.LogEnd(ClientId, late);
        }

        _abort();
        await _pump.ConfigureAwait(false);
        await _reader.DrainAsync(CancellationToken.None).ConfigureAwait(false);
        await _pipe.Input.CompleteAsync().ConfigureAwait(false);
        await _pipe.Output.CompleteAsync().ConfigureAwait(false);
    }

    internal static long SizeOf(MqttPublishPacket packet) => packet.Payload.Length + packet.Topic.Length;

    private static MqttPublishPacket Copy(MqttPublishPacket message) => new()
    {
        Topic = message.Topic,
        Payload = message.Payload,
        QualityOfServiceLevel = message.QualityOfServiceLevel,
        Retain = message.Retain,
        ContentType = message.ContentType,
        CorrelationData = message.CorrelationData,
        MessageExpiryInterval = message.MessageExpiryInterval,
        PayloadFormatIndicator = message.PayloadFormatIndicator,
        ResponseTopic = message.ResponseTopic,
        SubscriptionIdentifiers = message.SubscriptionIdentifiers,
        UserProperties = message.UserProperties,
    };

    // What the server is to see of a packet; false when it ends here.
    private bool Accept(MqttPacket packet)
    {
        if (Connect is null)
        {
            OnConnect((MqttConnectPacket)packet);
            return true;
        }

        switch (packet)
        {
            case MqttPublishPacket message:
                _diagnostics.Count(BrokerCount.MessagesReceived);
                return _rules.OnPublish(message, IsV5) is not { } repeated || Answer(repeated);
            case MqttPubRelPacket release:
                return Answer(_rules.OnPubRel(release));
            case MqttPubAckPacket acknowledged:
                return OnSettled(acknowledged.PacketIdentifier);
            case MqttPubRecPacket { ReasonCode: >= MqttPubRecReasonCode.UnspecifiedError } refused:
                return OnSettled(refused.PacketIdentifier);
            case MqttPubRecPacket received:
                _outbox.Progress();
                return Answer(new MqttPubRelPacket { PacketIdentifier = received.PacketIdentifier });
            case MqttPubCompPacket completed:
                return OnSettled(completed.PacketIdentifier);
            case MqttPingReqPacket:
                return Answer(MqttPingRespPacket.Instance);
            case MqttSubscribePacket subscribe:
                _rules.OnSubscribe(subscribe);
                return true;
            case MqttUnsubscribePacket unsubscribe:
                _rules.OnUnsubscribe(unsubscribe);
                for (var i = 0; i < unsubscribe.TopicFilters.Count; i++)
                {
                    unsubscribe.TopicFilters[i] = Subscriptions.Inner(unsubscribe.TopicFilters[i]);
                }

                return true;
            case MqttDisconnectPacket { ReasonCode: MqttDisconnectReasonCode.DisconnectWithWillMessage } when IsV5:
                // The server takes every DISCONNECT for one that drops the will (5.0, section 3.14.2.1).
                End(MqttDisconnectReasonCode.NormalDisconnection);
                return false;
            case MqttDisconnectPacket:
                return true;
            default:
                throw new ProtocolFault(MqttDisconnectReasonCode.ProtocolError, $"A client may not send {packet.GetType().Name} here.");
        }
    }

    private void OnConnect(MqttConnectPacket connect)
    {
        if (string.IsNullOrEmpty(connect.ClientId))
        {
            connect.ClientId = "auto-" + Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
            HasAssignedId = true;
        }

        if (connect.WillFlag && connect.WillTopic is ['$', ..])
        {
            // mosquitto's bridges announce themselves below $SYS, which is ours.
            connect.WillFlag = false;
        }
        else if (connect.WillFlag && !TopicFilters.IsName(connect.WillTopic))
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.TopicNameInvalid, "The topic of its will is none.");
        }

        // Sessions end with their connection; the keep-alive is watched here, since the server's runs on the wall clock.
        _writer.SaysExpiryZero = connect.SessionExpiryInterval > 0;
        connect.SessionExpiryInterval = 0;
        connect.CleanSession = true;
        _keepAlive = TimeSpan.FromSeconds(connect.KeepAlivePeriod);
        if (IsV5 && (_keepAlive == TimeSpan.Zero || _keepAlive > _options.MaxKeepAlive))
        {
            _keepAlive = _options.MaxKeepAlive;
        }

        _asksKeepAlive = connect.KeepAlivePeriod;
        connect.KeepAlivePeriod = 0;
        _outbox.Window = Math.Min(_options.MaxInFlight, connect.ReceiveMaximum > 0 ? connect.ReceiveMaximum : ushort.MaxValue);
        _writer.MaxBytes = connect.MaximumPacketSize;
        _writer.MaxAliases = Math.Min(connect.TopicAliasMaximum, _options.MaxTopicAliases);
        Connect = connect;
    }

    private void Complete(MqttConnAckPacket answer)
    {
        answer.IsSessionPresent = false;
        answer.SharedSubscriptionAvailable = true;
        answer.TopicAliasMaximum = (ushort)_options.MaxTopicAliases;
        answer.ReceiveMaximum = (ushort)_options.MaxInFlight;
        answer.MaximumPacketSize = (uint)_options.MaxPacketBytes;
        answer.AssignedClientIdentifier = HasAssignedId ? ClientId : null;
        if (_keepAlive != TimeSpan.FromSeconds(_asksKeepAlive))
        {
            answer.ServerKeepAlive = (ushort)_keepAlive.TotalSeconds;
        }

        if (answer.ReasonCode == MqttConnectReasonCode.Success && answer.ReturnCode == MqttConnectReturnCode.ConnectionAccepted)
        {
            _reader.MaxBytes = _options.MaxPacketBytes;
            _accepted = true;
        }
    }

    private bool Answer(MqttPacket answer)
    {
        if (!_outbox.TryAnswer(answer, MaxAnswers))
        {
            throw new ProtocolFault(MqttDisconnectReasonCode.MessageRateTooHigh, $"It took none of {MaxAnswers} answers and asked on.");
        }

        _pumpSignal.Set();
        return false;
    }

    private bool OnSettled(ushort identifier)
    {
        _outbox.Settle(identifier);
        _pumpSignal.Set();
        return false;
    }

    private void Settle(MqttPublishPacket message)
    {
        MqttPacket settled = message.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce
            ? new MqttPubAckPacket { PacketIdentifier = message.PacketIdentifier }
            : new MqttPubCompPacket { PacketIdentifier = message.PacketIdentifier };
        lock (_settled)
        {
            _settled.Enqueue(settled);
        }

        _wake.Set();
    }

    private MqttPacket? TakeSettled()
    {
        lock (_settled)
        {
            return _settled.TryDequeue(out var settled) ? settled : null;
        }
    }

    private void OnTaken(MqttPublishPacket message, bool isSent)
    {
        Queue.Release(SizeOf(message));
        if (!isSent)
        {
            _diagnostics.Count(BrokerCount.DroppedExpired);
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                var signal = _pumpSignal.Task;
                while (_outbox.TryNext(out var packet, OnTaken))
                {
                    if (packet is MqttPublishPacket message)
                    {
                        await WriteMessageAsync(message, CancellationToken.None).ConfigureAwait(false);
                    }
                    else
                    {
                        await WriteAsync(packet, CancellationToken.None).ConfigureAwait(false);
                    }
                }

                if (Volatile.Read(ref _ended) != 0)
                {
                    return;
                }

                await signal.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client is gone; the reading side notices.
            End(MqttDisconnectReasonCode.NormalDisconnection);
        }
        catch (Exception fault)
        {
            _diagnostics.ReportFault($"Sending to the client '{ClientId}'", fault);
            End(MqttDisconnectReasonCode.UnspecifiedError);
        }
    }

    private async ValueTask WriteMessageAsync(MqttPublishPacket message, CancellationToken cancellationToken)
    {
        if (MessageDeadline.Remaining(message.UserProperties, _clock) is { } left)
        {
            if (left <= TimeSpan.Zero)
            {
                _outbox.Settle(message.PacketIdentifier);
                return;
            }

            message.MessageExpiryInterval = (uint)Math.Ceiling(left.TotalSeconds);
        }

        if (await WriteAsync(message, cancellationToken).ConfigureAwait(false))
        {
            _diagnostics.Count(BrokerCount.MessagesSent);
            return;
        }

        _diagnostics.Count(BrokerCount.DroppedTooLarge);
        _outbox.Settle(message.PacketIdentifier);
    }

    private ValueTask<bool> WriteAsync(MqttPacket packet, CancellationToken cancellationToken) => _writer.WriteAsync(packet, cancellationToken);

    // An answer to what cannot be answered as its version wants it is 3.1.1's: older and newer clients know its first bytes.
    private async Task RefuseAsync(ProtocolFault fault)
    {
        _diagnostics.Report(BrokerCount.Violations, ClientId, RemoteEndPoint, fault.Message);
        if (Connect is null && fault.Reason == MqttDisconnectReasonCode.MalformedPacket)
        {
            var isIdentifier = fault.InnerException?.Message.Contains("MQTT-3.1.3-7", StringComparison.Ordinal) == true;
            var isVersion = fault.InnerException?.Message.Contains("Protocol level", StringComparison.Ordinal) == true;
            if (isIdentifier || isVersion)
            {
                try
                {
                    await _writer.WriteAsync(new byte[] { 0x20, 2, 0, isIdentifier ? (byte)2 : (byte)1 }).ConfigureAwait(false);
                }
                catch (Exception gone) when (gone is IOException or InvalidOperationException)
                {
                    _diagnostics.LogEnd(ClientId, gone);
                }
            }
        }

        End(fault.Reason);
    }

    private async Task WaitAsync(Task what, CancellationToken cancellationToken)
    {
        await using (cancellationToken.UnsafeRegister(static state => ((Signal)state!).Set(), _wake).ConfigureAwait(false))
        {
            await what.ConfigureAwait(false);
        }
    }
}
