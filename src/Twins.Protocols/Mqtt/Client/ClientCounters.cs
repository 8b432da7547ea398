namespace Twins.Protocols.Mqtt.Client;

/// <summary>What <see cref="MqttClientFigures"/> is read from. Counted under the client's gate, except where said otherwise.</summary>
internal sealed class ClientCounters(TimeProvider time)
{
    public long ConnectionsAccepted { get; set; }

    public long ConnectionsFailed { get; set; }

    public long ConnectionsLost { get; set; }

    public long SessionsLost { get; set; }

    public long ProtocolViolations { get; set; }

    public long MessagesReceived { get; set; }

    public long DuplicatesSuppressed { get; set; }

    public long ReceiverFaults { get; set; }

    public long MessagesPublished { get; set; }

    public long MessagesResent { get; set; }

    public long MessagesDropped { get; set; }

    public long MessagesRefused { get; set; }

    public long SubscriptionsLost { get; set; }

    public MqttClientFault? LastFault { get; private set; }

    /// <summary>Notes a fault for display.</summary>
    public void Note(string message, MqttReasonCode? code = null) => LastFault = new MqttClientFault(time.GetUtcNow(), message, code);

    /// <summary>Notes a fault for display.</summary>
    public void Note(MqttException error) => Note(error.Message, error switch
    {
        MqttProtocolException protocol => protocol.ReasonCode,
        MqttRefusedException refused => refused.ReasonCode,
        _ => null,
    });

    public MqttClientFigures Read() => new()
    {
        ConnectionsAccepted = ConnectionsAccepted,
        ConnectionsFailed = ConnectionsFailed,
        ConnectionsLost = ConnectionsLost,
        SessionsLost = SessionsLost,
        ProtocolViolations = ProtocolViolations,
        MessagesReceived = MessagesReceived,
        DuplicatesSuppressed = DuplicatesSuppressed,
        ReceiverFaults = ReceiverFaults,
        MessagesPublished = MessagesPublished,
        MessagesResent = MessagesResent,
        MessagesDropped = MessagesDropped,
        MessagesRefused = MessagesRefused,
        SubscriptionsLost = SubscriptionsLost,
        LastFault = LastFault,
    };
}
