using System.Net.Sockets;
using Twins.Protocols.Mqtt.Broker.Diagnostics;
using Twins.Protocols.Mqtt.Broker.Sessions;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>One client's connection: its reading loop, and the ways in which it ends.</summary>
internal sealed class BrokerConnection : IDisposable
{
    /// <summary>After so many receives the connection lets others have their turn.</summary>
    private const int RoundsInARow = 32;

    private readonly Stream _stream;
    private readonly BrokerServices _broker;
    private readonly ReceiveBuffer _input;
    private readonly CancellationTokenSource _closing = new();
    private readonly long _openedAt;
    private Conversation? _conversation;
    private long _lastReceivedAt;
    private int _isClosing;

    public BrokerConnection(Stream stream, MqttPeer peer, BrokerServices broker)
    {
        _stream = stream;
        _broker = broker;
        _input = new ReceiveBuffer(stream);
        Peer = peer;
        Output = new ConnectionOutput(stream) { Drained = OnDrained };
        _openedAt = _lastReceivedAt = broker.Time.GetTimestamp();
    }

    public MqttPeer Peer { get; }

    public ConnectionOutput Output { get; }

    /// <summary>The client's session; null before it was admitted. Set by the <see cref="SessionTable"/>.</summary>
    public Session? Session { get; set; }

    /// <summary>What the client said in CONNECT; null before that was read.</summary>
    public ClientTerms? Terms { get; set; }

    /// <summary>Whether the end of the connection publishes the will: unless the client took its leave.</summary>
    public bool KeepsWill { get; set; } = true;

    public Traffic Traffic => new(
        _input.BytesReceived,
        Output.BytesSent,
        _conversation?.PacketsReceived ?? 0,
        _conversation?.MessagesReceived ?? 0,
        Output.MessagesSent);

    private string ClientId => Session?.ClientId ?? "";

    /// <summary>Serves until the client leaves, breaks the protocol, is silent for too long, or is disconnected.</summary>
    /// <param name="cancellationToken">Closes the connection.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static state => ((BrokerConnection)state!).Close(MqttReasonCode.ServerShuttingDown), this).ConfigureAwait(false);
        try
        {
            _conversation = await new Handshake(this, _input, _broker).RunAsync(_closing.Token).ConfigureAwait(false);
            if (_conversation is not null)
            {
                Volatile.Write(ref _lastReceivedAt, _broker.Time.GetTimestamp());
                await ConverseAsync(_conversation).ConfigureAwait(false);
            }
        }
        catch (MqttProtocolException error)
        {
            OnViolation(error);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone without a word, or this side closed the connection; either way there is nothing more to read.
        }
        catch (Exception error)
        {
            OnFault(error);
        }

        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Disconnects the client, and tells one of 5.0 why.</summary>
    public void Close(MqttReasonCode code, string? reason = null)
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
        {
            SayFarewell(code, reason);
            _closing.Cancel();
        }
    }

    /// <summary>Another connection has the session now [MQTT-3.1.4-3].</summary>
    public void TakenOver()
    {
        _broker.Counters.TakeOver();
        _broker.Incidents.Record(
            MqttIncidentKind.TakenOver, ClientId, Peer.RemoteEndPoint, MqttReasonCode.SessionTakenOver,
            "Another connection uses the same client identifier, and has the session now.", "MQTT-3.1.4-3");
        Close(MqttReasonCode.SessionTakenOver);
    }

    /// <summary>Sends an acknowledgement that no packet of this batch asked for.</summary>
    public void SendAck(MqttPacketType type, ushort packetId)
    {
        using var writer = new MqttWriter();
        AckView.Write(writer, type, packetId, MqttReasonCode.Success, Terms!.Version);
        Output.Send(writer.Written);
    }

    /// <summary>Closes the connection when its client takes too long to connect, or is silent for too long.</summary>
    public void Tick()
    {
        if (Volatile.Read(ref _isClosing) != 0)
        {
            return;
        }

        if (_conversation is null)
        {
            if (_broker.Time.GetElapsedTime(_openedAt) >= _broker.Options.ConnectTimeout)
            {
                OnConnectTimeout();
            }
        }
        else if (Terms is { Patience: { } patience } && _broker.Time.GetElapsedTime(Volatile.Read(ref _lastReceivedAt)) >= patience)
        {
            OnSilence(patience);
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _conversation?.Dispose();
        _closing.Dispose();
        Output.Dispose();
    }

    private async Task ConverseAsync(Conversation conversation)
    {
        for (var round = 1; !_closing.IsCancellationRequested; round++)
        {
            if (round % RoundsInARow == 0)
            {
                // Whoever sends without a pause would otherwise keep a thread that others need to send.
                await Task.Yield();
            }

            var progress = default(Progress);
            try
            {
                progress = conversation.Handle(_input.Unread);
            }
            finally
            {
                // Also when a packet was wrong: those before it were taken, and others wait for what they set going.
                await conversation.FinishAsync(_closing.Token).ConfigureAwait(false);
            }

            _input.Consume(progress.Consumed);
            if (conversation.HasEnded)
            {
                return;
            }

            if (progress.NeedsMore)
            {
                if (!await _input.FillAsync(progress.PacketLength, _closing.Token).ConfigureAwait(false))
                {
                    return;
                }

                Volatile.Write(ref _lastReceivedAt, _broker.Time.GetTimestamp());
            }
        }
    }

    private void OnDrained() => Session?.Outgoing.Drained(this);

    private void OnViolation(MqttProtocolException error)
    {
        _broker.Counters.ProtocolViolation();
        _broker.Incidents.Record(
            MqttIncidentKind.ProtocolViolation, ClientId, Peer.RemoteEndPoint, error.ReasonCode, error.Message, error.Clause);
        Close(error.ReasonCode, error.Violation);
    }

    private void OnFault(Exception error)
    {
        _broker.Incidents.Record(
            MqttIncidentKind.ServerFault, ClientId, Peer.RemoteEndPoint, MqttReasonCode.UnspecifiedError,
            $"The connection was closed: {(error is StoreFailedException ? "" : $"{error.GetType().Name}: ")}{error.Message}.");
        Close(MqttReasonCode.UnspecifiedError);
    }

    private void OnConnectTimeout()
    {
        _broker.Counters.ConnectionRefused();
        _broker.Incidents.Record(
            MqttIncidentKind.ConnectTimeout, ClientId, Peer.RemoteEndPoint, MqttReasonCode.MaximumConnectTime,
            FormattableString.Invariant($"No CONNECT was answered within {_broker.Options.ConnectTimeout.TotalSeconds} s."), "5.0, section 3.1.4");
        Close(MqttReasonCode.MaximumConnectTime);
    }

    private void OnSilence(TimeSpan patience)
    {
        _broker.Counters.KeepAliveTimeout();
        _broker.Incidents.Record(
            MqttIncidentKind.KeepAliveTimeout, ClientId, Peer.RemoteEndPoint, MqttReasonCode.KeepAliveTimeout,
            FormattableString.Invariant($"Nothing came for {patience.TotalSeconds} s, one and a half times the keep-alive interval."), "MQTT-3.1.2-22");
        Close(MqttReasonCode.KeepAliveTimeout);
    }

    // Only 5.0 has a DISCONNECT of the broker, and only for clients that were admitted.
    private void SayFarewell(MqttReasonCode code, string? reason)
    {
        if (Session is null || Terms is not { Version: MqttProtocolVersion.V500 } terms)
        {
            Output.Finish(default);
            return;
        }

        using var writer = new MqttWriter();
        new DisconnectPacket { ReasonCode = code, ReasonString = reason }.Write(writer, MqttProtocolVersion.V500);
        if (writer.Length > terms.MaximumPacketSize)
        {
            writer.Truncate(0);
            new DisconnectPacket { ReasonCode = code }.Write(writer, MqttProtocolVersion.V500);
        }

        Output.Finish(writer.Written);
    }

    private async Task EndAsync()
    {
        Interlocked.Exchange(ref _isClosing, 1);
        Output.Finish(default);
        var aftermath = new Aftermath();
        _broker.Sessions.Detach(this, KeepsWill, _broker.IsStopping, aftermath);
        try
        {
            await _broker.PublishAsync(aftermath).ConfigureAwait(false);
        }
        catch (StoreFailedException error)
        {
            OnFault(error);
        }

        var patience = _broker.Options.FarewellTimeout;
        await Output.Ended.WaitAsync(patience, _broker.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TransportEnd.CloseAsync(_stream, patience, _broker.Time).ConfigureAwait(false);
    }
}
