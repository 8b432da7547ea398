namespace Twins.Protocols.Mqtt.Broker.Sessions;

/// <summary>How much is held for one client, and from where on its publishers are slowed.</summary>
/// <param name="Messages">Messages of QoS 1 and 2.</param>
/// <param name="Bytes">Bytes of them, and of what is being sent.</param>
internal sealed record QueueLimits(int Messages, long Bytes)
{
    /// <summary>As many bytes of QoS 1 and 2 are encoded ahead of the transport, the rest waits as references.</summary>
    public const int EncodedAhead = 128 * 1024;

    /// <summary>Whether publishers should wait: more than half is used.</summary>
    public bool IsCongested(int messages, long bytes) => messages > Messages / 2 || bytes > Bytes / 2;

    /// <summary>Whether publishers may go on: a quarter at most is used.</summary>
    public bool IsRelieved(int messages, long bytes) => messages <= Messages / 4 && bytes <= Bytes / 4;

    /// <summary>Whether there is no room for so many bytes more.</summary>
    public bool IsFull(int messages, long bytes, int more) => messages >= Messages || bytes + more > Bytes;
}
