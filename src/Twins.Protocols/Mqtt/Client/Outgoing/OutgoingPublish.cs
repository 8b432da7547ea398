namespace Twins.Protocols.Mqtt.Client.Outgoing;

/// <summary>A message that waits to be sent or to be acknowledged; it stands in one <see cref="OutgoingList"/> at a time.</summary>
internal sealed class OutgoingPublish(MqttMessage message, int size, long order, long queuedAt, OutgoingMessages owner)
{
    private readonly TaskCompletionSource<MqttPublishResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;

    public MqttMessage Message => message;

    /// <summary>Bytes of payload and topic, what the queue's bound counts.</summary>
    public int Size => size;

    /// <summary>Its place among all messages of the client.</summary>
    public long Order => order;

    /// <summary>When it was queued, by the clock's timestamps.</summary>
    public long QueuedAt => queuedAt;

    /// <summary>The packet identifier; 0 before it is sent for the first time, and at QoS 0.</summary>
    public ushort PacketId { get; set; }

    /// <summary>Whether the server may have received it, so that it is a duplicate when it is sent again.</summary>
    public bool WasSent => PacketId != 0;

    /// <summary>What errors call it.</summary>
    public string Subject => SubjectOf(message);

    public Task<MqttPublishResult> Outcome => _outcome.Task;

    internal OutgoingList? List { get; set; }

    internal OutgoingPublish? Previous { get; set; }

    internal OutgoingPublish? Next { get; set; }

    public static string SubjectOf(MqttMessage message) => $"the message to '{message.Topic}'";

    /// <summary>Lets the caller take it back, or at least end the wait.</summary>
    public void CancelWith(CancellationToken cancellationToken) => _cancellation = cancellationToken.UnsafeRegister(
        static (state, token) =>
        {
            var publish = (OutgoingPublish)state!;
            publish.Owner.TakeBack(publish);
            publish._outcome.TrySetCanceled(token);
        },
        this);

    public void Succeed(MqttPublishResult result)
    {
        _cancellation.Unregister();
        _outcome.TrySetResult(result);
    }

    public void Fail(Exception error)
    {
        _cancellation.Unregister();
        if (_outcome.TrySetException(error))
        {
            // Nobody has to be waiting.
            _ = _outcome.Task.Exception;
        }
    }

    private OutgoingMessages Owner => owner;
}
