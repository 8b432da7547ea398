using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Outgoing;

/// <summary>
/// The client's own messages from the call to the last acknowledgement. They outlive connections: what was sent and not
/// acknowledged goes out again, in its order, when the server has kept the session (5.0, sections 4.4 and 4.6). Everything is
/// done under the client's gate.
/// </summary>
internal sealed class OutgoingMessages(
    MqttClientOptions options, TimeProvider time, string endpoint, Lock gate, PacketIds ids, ClientCounters counters)
    : IDisposable
{
    private readonly OutgoingQueue _queue = new(options, endpoint, counters);
    private readonly PublishEncoder _encoder = new(options);
    private readonly InFlightMessages _inFlight = new(options, endpoint, ids, counters);
    private MqttLink? _link;
    private MqttServerGrant _grant = new();
    private long _order;

    public int Queued => _queue.Count;

    public long QueuedBytes => _queue.Bytes;

    public int InFlight => _inFlight.Count;

    /// <summary>Takes a message; its outcome is that of the returned task.</summary>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public Task<MqttPublishResult> Publish(MqttMessage message, CancellationToken cancellationToken)
    {
        var size = _encoder.Check(message);
        if (message.QualityOfService == MqttQualityOfService.AtMostOnce && _link is { HasRoom: true } link && _queue.Telemetry.Count == 0)
        {
            return WriteAtOnce(message, link).WaitAsync(cancellationToken);
        }

        var publish = new OutgoingPublish(message, size, ++_order, time.GetTimestamp(), this);
        _queue.Add(publish);
        Pump();
        if (!publish.Outcome.IsCompleted)
        {
            publish.CancelWith(cancellationToken);
        }

        return publish.Outcome;
    }

    /// <summary>A caller no longer waits: what was not sent stays with the caller.</summary>
    public void TakeBack(OutgoingPublish publish)
    {
        lock (gate)
        {
            if (!publish.WasSent)
            {
                publish.List?.Remove(publish);
            }
        }
    }

    /// <summary>Messages go over this connection from now on.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="grant">What the server grants, and whether the session goes on.</param>
    public void Attach(MqttLink link, MqttServerGrant grant)
    {
        _link = link;
        _grant = grant;
        _encoder.Attach(grant);
        _inFlight.Attach(link, grant, _queue.Waiting);
        Pump();
    }

    public void Detach() => _link = null;

    /// <summary>Sends what waits, as far as the connection, the server's receive maximum and the own bound allow.</summary>
    public void Pump()
    {
        while (_link is { HasRoom: true } link && _queue.Next(_inFlight.HasRoom) is { } publish)
        {
            publish.List!.Remove(publish);
            Send(publish, link);
        }
    }

    /// <summary>Takes PUBACK, PUBREC or PUBCOMP.</summary>
    /// <exception cref="MqttProtocolException">It does not fit the message.</exception>
    public void Receive(in AckView ack) => _inFlight.Receive(ack);

    /// <summary>Ends every wait: the client is disposed of.</summary>
    public void FailAll(Exception error)
    {
        _inFlight.FailAll(error);
        _queue.FailAll(error);
    }

    public void Dispose() => _encoder.Dispose();

    private Task<MqttPublishResult> WriteAtOnce(MqttMessage message, MqttLink link)
    {
        var refusal = Refusal(message);
        if (refusal is null && !_encoder.TryWrite(link.Writer, message, packetId: 0, isDuplicate: false, waited: TimeSpan.Zero))
        {
            refusal = TooLarge(message);
        }

        return refusal is null ? link.Batch.Join() : Task.FromException<MqttPublishResult>(refusal);
    }

    private void Send(OutgoingPublish publish, MqttLink link)
    {
        var waited = time.GetElapsedTime(publish.QueuedAt);
        if (!publish.WasSent && publish.Message.MessageExpiry <= waited)
        {
            counters.MessagesDropped++;
            publish.Succeed(new MqttPublishResult(MqttPublishOutcome.Expired));
        }
        else if (Refusal(publish.Message) is { } refusal)
        {
            _inFlight.GiveUp(publish, refusal);
        }
        else
        {
            Write(publish, link, waited);
        }
    }

    private void Write(OutgoingPublish publish, MqttLink link, TimeSpan waited)
    {
        var expectsAnswer = publish.Message.QualityOfService != MqttQualityOfService.AtMostOnce;
        var isDuplicate = publish.WasSent;
        if (expectsAnswer && !isDuplicate)
        {
            _inFlight.Identify(publish);
        }

        if (!_encoder.TryWrite(link.Writer, publish.Message, publish.PacketId, isDuplicate, waited))
        {
            _inFlight.GiveUp(publish, TooLarge(publish.Message));
        }
        else if (expectsAnswer)
        {
            counters.MessagesResent += isDuplicate ? 1 : 0;
            _inFlight.NoteSent(publish);
        }
        else
        {
            link.Batch.Join(publish);
        }
    }

    // A server must not be sent what it said it does not take [MQTT-3.2.2-11, MQTT-3.2.2-14].
    private MqttRefusedException? Refusal(MqttMessage message)
    {
        if (message.QualityOfService > _grant.MaximumQualityOfService)
        {
            return new MqttRefusedException(
                endpoint,
                OutgoingPublish.SubjectOf(message),
                MqttReasonCode.QualityOfServiceNotSupported,
                FormattableString.Invariant($"it takes QoS {(int)_grant.MaximumQualityOfService} at most"));
        }

        return message.Retain && !_grant.RetainAvailable
            ? new MqttRefusedException(endpoint, OutgoingPublish.SubjectOf(message), MqttReasonCode.RetainNotSupported)
            : null;
    }

    // [MQTT-3.2.2-15]
    private MqttRefusedException TooLarge(MqttMessage message) => new(
        endpoint,
        OutgoingPublish.SubjectOf(message),
        MqttReasonCode.PacketTooLarge,
        FormattableString.Invariant($"it takes packets of {_grant.MaximumPacketSize} bytes at most, and the payload has {message.Payload.Length}"));
}
