namespace Twins.Adapters.Mqtt;

/// <summary>
/// One QoS 1 or 2 message until all whom it concerns have it: it is acknowledged after the last of its twins. Counted up on the
/// client's thread, before the hand-over, and down on the grain's turns, after it.
/// </summary>
internal sealed class MessageReceipt(PendingAcknowledgement acknowledgement)
{
    private int _open = 1;

    /// <summary>One more batch holds something of the message.</summary>
    public void Expect() => _open++;

    /// <summary>A batch with something of the message was taken; or the message was read to its end.</summary>
    public void Settle()
    {
        if (--_open == 0)
        {
            acknowledgement.Applied();
        }
    }
}

/// <summary>The messages that one batch holds something of.</summary>
internal sealed class BatchReceipt : IDeliveryReceipt
{
    private readonly MessageReceipt _first;
    private MessageReceipt _last;
    private List<MessageReceipt>? _further;

    public BatchReceipt(MessageReceipt first)
    {
        first.Expect();
        (_first, _last) = (first, first);
    }

    /// <summary>Adds a message, unless it is the one that was added last.</summary>
    public void Add(MessageReceipt message)
    {
        if (!ReferenceEquals(_last, message))
        {
            message.Expect();
            (_further ??= []).Add(message);
            _last = message;
        }
    }

    /// <inheritdoc/>
    public void OnTaken()
    {
        _first.Settle();
        for (int i = 0; i < (_further?.Count ?? 0); i++)
        {
            _further![i].Settle();
        }
    }
}
