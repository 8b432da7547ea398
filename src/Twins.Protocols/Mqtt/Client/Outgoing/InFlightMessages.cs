using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Outgoing;

/// <summary>
/// QoS 1 and 2 messages between their first sending and their last acknowledgement (5.0, section 4.3), as far as the server and the
/// own bound allow at once.
/// </summary>
internal sealed class InFlightMessages(MqttClientOptions options, string endpoint, PacketIds ids, ClientCounters counters)
{
    private readonly Dictionary<ushort, OutgoingPublish> _byId = [];
    private readonly OutgoingList _sent = new();
    private readonly OutgoingList _released = new();
    private MqttLink? _link;
    private int _window;
    private int _quota;

    public int Count => _byId.Count;

    /// <summary>Whether one more may be sent (5.0, section 4.9).</summary>
    public bool HasRoom => _quota > 0 && ids.HasRoomForMessages;

    /// <summary>
    /// Goes on over another connection. With the session the PUBRELs leave at once, in the order of their PUBRECs [MQTT-4.6.0-4], and
    /// messages that were sent go to the front of what waits, in the order in which they were sent [MQTT-4.6.0-1].
    /// </summary>
    public void Attach(MqttLink link, MqttServerGrant grant, OutgoingList waiting)
    {
        _link = link;
        _window = Math.Min(options.MaxInFlightInUse, grant.ReceiveMaximum);
        _quota = _window;
        waiting.Prepend(_sent);
        if (!grant.SessionPresent)
        {
            ForgetSession();
        }

        for (var publish = _released.First; publish is not null; publish = publish.Next)
        {
            counters.MessagesResent++;
            link.WriteAck(MqttPacketType.PubRel, publish.PacketId);
        }
    }

    /// <summary>Gives a message that is sent for the first time its packet identifier.</summary>
    public void Identify(OutgoingPublish publish)
    {
        publish.PacketId = ids.Take();
        _byId.Add(publish.PacketId, publish);
    }

    /// <summary>The message was written to the connection.</summary>
    public void NoteSent(OutgoingPublish publish)
    {
        _quota--;
        _sent.AddLast(publish);
    }

    /// <summary>Takes PUBACK, PUBREC or PUBCOMP.</summary>
    /// <exception cref="MqttProtocolException">It does not fit the message.</exception>
    public void Receive(in AckView ack)
    {
        var isRefusal = IsRefusal(ack.ReasonCode);
        if (!_byId.TryGetValue(ack.PacketId, out var publish))
        {
            // Of a session that one side has forgotten: the server can let go of it (5.0, section 3.6.2.1).
            if (ack.Type == MqttPacketType.PubRec && !isRefusal)
            {
                _link?.WriteAck(MqttPacketType.PubRel, ack.PacketId, MqttReasonCode.PacketIdentifierNotFound);
            }

            return;
        }

        DemandFitting(ack, publish);
        if (ack.Type == MqttPacketType.PubRec && !isRefusal)
        {
            Release(publish);
        }
        else
        {
            Finish(publish, ack);
        }
    }

    /// <summary>Ends a message that cannot be sent, whether or not it was before.</summary>
    public void GiveUp(OutgoingPublish publish, Exception error)
    {
        Forget(publish);
        publish.Fail(error);
    }

    public void FailAll(Exception error)
    {
        foreach (var publish in _byId.Values.ToList())
        {
            GiveUp(publish, error);
        }
    }

    private void Release(OutgoingPublish publish)
    {
        if (publish.List != _released)
        {
            publish.List!.Remove(publish);
            _released.AddLast(publish);
        }

        _link?.WriteAck(MqttPacketType.PubRel, publish.PacketId);
    }

    private void Finish(OutgoingPublish publish, in AckView ack)
    {
        Forget(publish);

        // Not above the start: what was released over an earlier connection was not counted on this one (5.0, section 4.9).
        _quota = Math.Min(_quota + 1, _window);
        var isUnknown = ack is { Type: MqttPacketType.PubComp, ReasonCode: MqttReasonCode.PacketIdentifierNotFound };
        if (IsRefusal(ack.ReasonCode) && !isUnknown)
        {
            publish.Fail(new MqttRefusedException(endpoint, publish.Subject, ack.ReasonCode, ack.ReasonString));
        }
        else
        {
            // An identifier that the server no longer knows at the last step is one that it has finished with (5.0, section 4.3.3).
            counters.MessagesPublished++;
            publish.Succeed(new MqttPublishResult(MqttPublishOutcome.Acknowledged, isUnknown ? MqttReasonCode.Success : ack.ReasonCode));
        }
    }

    private void Forget(OutgoingPublish publish)
    {
        publish.List?.Remove(publish);
        if (publish.WasSent)
        {
            Unidentify(publish);
        }
    }

    private void Unidentify(OutgoingPublish publish)
    {
        _byId.Remove(publish.PacketId);
        ids.Release(publish.PacketId);
        publish.PacketId = 0;
    }

    // The server knows nothing of what was on its way. At QoS 1 a message is then published as if for the first time, since it
    // may arrive twice. At QoS 2 it may not, and whether it has arrived cannot be found out: the caller is told so.
    private void ForgetSession()
    {
        foreach (var publish in _byId.Values.ToList())
        {
            if (publish.Message.QualityOfService == MqttQualityOfService.ExactlyOnce)
            {
                GiveUp(publish, new MqttConnectionException(
                    endpoint, $"the server lost the session while {publish.Subject} was on its way, so that it is unknown whether it arrived"));
            }
            else
            {
                Unidentify(publish);
            }
        }
    }

    private void DemandFitting(in AckView ack, OutgoingPublish publish)
    {
        var expected = ack.Type switch
        {
            MqttPacketType.PubAck => publish.Message.QualityOfService == MqttQualityOfService.AtLeastOnce,
            MqttPacketType.PubRec => publish.Message.QualityOfService == MqttQualityOfService.ExactlyOnce,
            _ => publish.List == _released,
        };
        if (!expected)
        {
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError,
                FormattableString.Invariant($"{ack.Type} answers packet {ack.PacketId}, which is {publish.Subject} at QoS {(int)publish.Message.QualityOfService} and waits for another answer"),
                "5.0, section 4.3");
        }
    }

    private static bool IsRefusal(MqttReasonCode code) => code >= MqttReasonCode.UnspecifiedError;
}
