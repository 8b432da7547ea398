namespace Twins.Protocols.Mqtt.Broker.Diagnostics;

/// <summary>
/// What a broker counts where it happens rarely. What happens with each message is counted by its connection, and added here when that
/// ends.
/// </summary>
internal sealed class BrokerCounters
{
    private long _connectionsAccepted;
    private long _connectionsRefused;
    private long _messagesWithoutSubscriber;
    private long _droppedSlow;
    private long _droppedQueueFull;
    private long _droppedExpired;
    private long _droppedTooLarge;
    private long _messagesRefused;
    private long _publisherPauses;
    private long _protocolViolations;
    private long _keepAliveTimeouts;
    private long _takeOvers;
    private long _willsPublished;

    public void ConnectionAccepted() => Interlocked.Increment(ref _connectionsAccepted);

    public void ConnectionRefused() => Interlocked.Increment(ref _connectionsRefused);

    public void MessageWithoutSubscriber() => Interlocked.Increment(ref _messagesWithoutSubscriber);

    public void DroppedSlow() => Interlocked.Increment(ref _droppedSlow);

    public void DroppedQueueFull() => Interlocked.Increment(ref _droppedQueueFull);

    public void DroppedExpired() => Interlocked.Increment(ref _droppedExpired);

    public void DroppedTooLarge() => Interlocked.Increment(ref _droppedTooLarge);

    public void MessageRefused() => Interlocked.Increment(ref _messagesRefused);

    public void PublisherPause() => Interlocked.Increment(ref _publisherPauses);

    public void ProtocolViolation() => Interlocked.Increment(ref _protocolViolations);

    public void KeepAliveTimeout() => Interlocked.Increment(ref _keepAliveTimeouts);

    public void TakeOver() => Interlocked.Increment(ref _takeOvers);

    public void WillPublished() => Interlocked.Increment(ref _willsPublished);

    /// <summary>The counters as figures; the rest is the caller's to fill in.</summary>
    public MqttBrokerFigures ToFigures() => new()
    {
        ConnectionsAccepted = Volatile.Read(ref _connectionsAccepted),
        ConnectionsRefused = Volatile.Read(ref _connectionsRefused),
        MessagesWithoutSubscriber = Volatile.Read(ref _messagesWithoutSubscriber),
        DroppedSlow = Volatile.Read(ref _droppedSlow),
        DroppedQueueFull = Volatile.Read(ref _droppedQueueFull),
        DroppedExpired = Volatile.Read(ref _droppedExpired),
        DroppedTooLarge = Volatile.Read(ref _droppedTooLarge),
        MessagesRefused = Volatile.Read(ref _messagesRefused),
        PublisherPauses = Volatile.Read(ref _publisherPauses),
        ProtocolViolations = Volatile.Read(ref _protocolViolations),
        KeepAliveTimeouts = Volatile.Read(ref _keepAliveTimeouts),
        TakeOvers = Volatile.Read(ref _takeOvers),
        WillsPublished = Volatile.Read(ref _willsPublished),
    };
}
